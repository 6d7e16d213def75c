import { CourseError, type Lesson } from "../../course/lesson.ts";

/** How one subject has fared so far. */
export interface SoakCount {
  /** What it was: tests, what they use, and the subject itself. Other counts say nothing about it. */
  readonly hash: string;
  readonly runs: number;
  /** What was wrong in each run that went wrong, with the day. */
  readonly wrong: readonly string[];
}

/** The counts of one lesson's subjects, by name, as in `right/web_streams`: `tests/soak/<folder>.json`. */
export type SoakCounts = Readonly<Record<string, SoakCount>>;

/** The file of a lesson's counts, relative to the course. */
export function soakFile(lesson: Lesson): string {
  return `tests/soak/${lesson.folder}.json`;
}

/** Loads the counts of a lesson; none when there is no file. @throws {CourseError} when it cannot be read */
export async function loadCounts(root: string, lesson: Lesson): Promise<SoakCounts> {
  try {
    return JSON.parse(await Deno.readTextFile(`${root}/${soakFile(lesson)}`));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw new CourseError(soakFile(lesson), `cannot be read: ${error}`);
  }
}

/** Writes the counts by renaming, so that a run that is cut off loses nothing; at once, since many ask for it. */
export function saveCounts(root: string, lesson: Lesson, counts: SoakCounts): void {
  const path = `${root}/${soakFile(lesson)}`;
  const sorted = Object.fromEntries(Object.entries(counts).sort(([a], [b]) => a < b ? -1 : 1));
  Deno.mkdirSync(`${root}/tests/soak`, { recursive: true });
  Deno.writeTextFileSync(`${path}.tmp`, JSON.stringify(sorted, undefined, 2) + "\n");
  Deno.renameSync(`${path}.tmp`, path);
}

/** Adds one run to a count. */
export function addRun(
  count: SoakCount,
  run: { problems: readonly string[]; date: string },
): SoakCount {
  const { problems, date } = run;
  const wrong = problems.length === 0 ? [] : [`${date} ${problems.join("; ")}`];
  return { ...count, runs: count.runs + 1, wrong: [...count.wrong, ...wrong] };
}

import type { Lesson } from "../../course/lesson.ts";
import { solutionFile } from "../../course/lesson.ts";
import { runPool } from "../../proc/run_pool.ts";
import type { SuitePlace } from "../manifest.ts";
import { observeLesson } from "../observe_lesson.ts";
import { limitWidth } from "../sandbox/probe.ts";
import type { ExtraChecks } from "./open_extra.ts";

export interface ProveOptions {
  readonly place: SuitePlace;
  readonly timeScale: number;
  /** How many lessons at a time. */
  readonly width: number;
}

/**
 * Runs extra checks on the reference solutions, where submissions will be run: undefined when they pass, else what is wrong.
 * A check that they fail, or that finds in the sandbox less than it needs, would blame every student.
 */
export async function proveExtra(
  extra: ExtraChecks | undefined,
  lessons: readonly Lesson[],
  { place, timeScale, width }: ProveOptions,
): Promise<string | undefined> {
  if (extra === undefined) return undefined;
  const prove = async (lesson: Lesson): Promise<string[]> => {
    const subjectDir = `${place.root}/${solutionFile(lesson)}`.replace(/\/[^/]*$/, "");
    const options = { ...place, root: extra.root, seed: 1, timeScale };
    const { result: { results, problems } } = await observeLesson(lesson, subjectDir, options);
    const red = results.find((one) => one.problem !== undefined);
    const problem = red === undefined ? problems[0] : `${red.name}: ${red.problem}`;
    const file = extra.files.get(lesson.slug);
    const says = `the reference solution does not pass it: ${problem}`;
    return problem === undefined ? [] : [`Cannot use ${file}: ${says}`];
  };
  const own = lessons.filter((lesson) => extra.files.has(lesson.slug));
  const found = await runPool(
    own.map((lesson) => () => prove(lesson)),
    limitWidth(place.isolation, width),
  );
  return found.flat()[0];
}

import type { Lesson } from "../course/lesson.ts";
import type { Verdict } from "../course/verdict.ts";
import { hashText } from "./learner_file.ts";
import { isRecord } from "./parse_progress.ts";
import { writeAtomic } from "../proc/write_atomic.ts";

/** What the last run of a lesson said, and of which file. */
export interface LastVerdict {
  /** ISO date. */
  readonly at: string;
  readonly fileHash: string;
  /** Without its job, which names paths of this machine, and without what the tests printed. */
  readonly verdict: Omit<Verdict, "job" | "output">;
}

const FORMAT = 1;

/** Saves what a run said, for `learn why`. */
export async function saveLastVerdict(
  course: { root: string; now: number },
  verdict: Verdict,
  text: string,
): Promise<void> {
  const { job, output: _output, ...rest } = verdict;
  const last: LastVerdict = {
    at: new Date(course.now).toISOString(),
    fileHash: await hashText(text),
    verdict: rest,
  };
  const path = pathOf(course.root, job.lesson);
  await writeAtomic(path, JSON.stringify({ format: FORMAT, ...last }, undefined, 2) + "\n");
}

/** Loads what the last run said; undefined when there was none, or an unreadable one: it can be had anew. */
export async function loadLastVerdict(
  root: string,
  lesson: Lesson,
): Promise<LastVerdict | undefined> {
  try {
    const file: unknown = JSON.parse(await Deno.readTextFile(pathOf(root, lesson)));
    const isOurs = isRecord(file) && file.format === FORMAT && typeof file.at === "string" &&
      isRecord(file.verdict) && Array.isArray(file.verdict.tests);
    return isOurs ? file as unknown as LastVerdict : undefined;
  } catch {
    return undefined;
  }
}

function pathOf(root: string, lesson: Lesson): string {
  return `${root}/.ipc/last/${lesson.slug}.json`;
}

import type { Lesson } from "../course/lesson.ts";
import { writeAtomic } from "../proc/write_atomic.ts";
import { type Report, REPORT_SCHEMA } from "./report.ts";

/** Writes a report by renaming: whoever reads it, at any time, reads a whole one. */
export async function writeReport(path: string, report: Report): Promise<void> {
  await writeAtomic(path, JSON.stringify(report, undefined, 2) + "\n");
}

/** Reads the report of an earlier run; undefined when there is none that could be used. */
export async function readReport(path: string): Promise<Report | undefined> {
  try {
    const report: Report = JSON.parse(await Deno.readTextFile(path));
    return report.schema === REPORT_SCHEMA && Array.isArray(report.lessons) ? report : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an earlier report says what grading again would say, where only chance could differ. */
export function isCurrent(
  old: Report,
  begun: Report,
  { lessons, seed }: { lessons: readonly Lesson[]; seed: number | undefined },
): boolean {
  const key = ({ submission, course, grader, isolation }: Report) =>
    JSON.stringify([submission, course, grader, isolation.level]);
  const isSame = old.lessons.map((one) => one.id).join() === lessons.map((one) => one.slug).join();
  return old.isComplete && isSame && key(old) === key(begun) &&
    (seed === undefined || old.seed === seed) &&
    !old.lessons.some((lesson) => lesson.status === "infra");
}

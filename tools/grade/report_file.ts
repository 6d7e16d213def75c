import { writeAtomic } from "../proc/write_atomic.ts";
import { type Report, REPORT_SCHEMA } from "./report.ts";

/** Writes a report by renaming: whoever reads it, at any time, reads a whole one. */
export async function writeReport(path: string, report: Report): Promise<void> {
  await writeAtomic(path, JSON.stringify(report, undefined, 2) + "\n");
}

/** Reads the report of an earlier run; undefined when there is none that could be used. */
export async function readReport(path: string): Promise<Report | undefined> {
  try {
    const value: unknown = JSON.parse(await Deno.readTextFile(path));
    return isReport(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether this grader, or one like it, wrote it: a file that somebody has edited must not look like a bug of ours. */
function isReport(value: unknown): value is Report {
  if (!isRecord(value) || value.schema !== REPORT_SCHEMA) return false;
  const { course, grader, submission, isolation, lessons, seed, before = [] } = value;
  return [course, grader, submission, isolation].every(isRecord) && Number.isSafeInteger(seed) &&
    isRecord(isolation) && Array.isArray(isolation.warnings) && Array.isArray(lessons) &&
    lessons.every((lesson) => isRecord(lesson) && Array.isArray(lesson.checks)) &&
    Array.isArray(before) && before.every(isRecord);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

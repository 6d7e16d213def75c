import type { VerdictStatus } from "../course/verdict.ts";
import type { LessonProgress, Progress } from "./progress.ts";

/** The format that this course writes; it reads every older one. */
export const FORMAT = 2;

/** Progress as parsed, and the slugs of which the file says what makes no sense. */
export interface ParsedProgress {
  readonly progress: Progress;
  readonly dropped: readonly string[];
}

const STATUSES: Record<VerdictStatus, true> = {
  pass: true,
  fail: true,
  error: true,
  timeout: true,
  crash: true,
  output: true,
  memory: true,
  processes: true,
  leak: true,
  skipped: true,
  tampered: true,
  infra: true,
};

/** Parses a progress file of any format so far; one without a number is read like the newest. */
export function parseProgress(text: string): ParsedProgress | "damaged" | "newer" {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return "damaged";
  }
  return readProgress(file);
}

/** Reads progress from parsed JSON, tolerantly: what is missing is filled in, what is senseless is named. */
export function readProgress(file: unknown): ParsedProgress | "damaged" | "newer" {
  if (!isRecord(file) || !isRecord(file.lessons)) return "damaged";
  if (typeof file.format === "number" && file.format > FORMAT) return "newer";
  const lessons: Record<string, LessonProgress> = {};
  const dropped: string[] = [];
  for (const [slug, value] of Object.entries(file.lessons)) {
    const lesson = readLesson(value);
    if (lesson === undefined) dropped.push(slug);
    else lessons[slug] = lesson;
  }
  return { progress: { lessons }, dropped };
}

/** Whether a value is an object with keys. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Format 1 knew solvedAt, attempts and hintTier; format 2 added the rest, so that one reader does for both. */
function readLesson(value: unknown): LessonProgress | undefined {
  if (!isRecord(value)) return undefined;
  const dates: Partial<Record<"firstTriedAt" | "lastTriedAt" | "solvedAt", string>> = {};
  for (const key of ["firstTriedAt", "lastTriedAt", "solvedAt"] as const) {
    const date = value[key];
    if (date === undefined) continue;
    if (typeof date !== "string") return undefined;
    dates[key] = date;
  }
  const { lastStatus, passedHash } = value;
  return {
    attempts: typeof value.attempts === "number" ? value.attempts : 0,
    hintTier: typeof value.hintTier === "number" ? value.hintTier : 0,
    ...dates,
    ...(isStatus(lastStatus) ? { lastStatus } : {}),
    ...(typeof passedHash === "string" ? { passedHash } : {}),
  };
}

function isStatus(value: unknown): value is VerdictStatus {
  return typeof value === "string" && Object.hasOwn(STATUSES, value);
}

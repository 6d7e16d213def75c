// The one place that decides what a reader may see: the formats get no other text of a check.
import type { VerdictStatus } from "../../course/verdict.ts";
import { cleanLine, cleanText } from "../../page/clean_text.ts";
import type { CheckReport, LessonReport, Report, Visibility } from "../report.ts";
import { STATUS_WORDS } from "./status_words.ts";

/** Who reads what is written. */
export interface Audience {
  readonly reader: "student" | "teacher";
  /** Whether students may read what is shown after the due date. */
  readonly isAfterDue: boolean;
}

/** Keeps half a report from looking like a whole and green one. */
const UNFINISHED: LessonReport = {
  id: "unfinished",
  title: "Lessons still to be graded",
  status: "infra",
  cause: "The grader was stopped before it came to them.",
  score: 0,
  maxScore: 0,
  needsReview: false,
  checks: [],
  wallMs: 0,
};

/** A check as one reader may see it, all texts cleaned. */
export interface ShownCheck {
  /** Empty when hidden, as are message and output: its name may already tell the answer. */
  readonly id: string;
  readonly name: string;
  readonly status: VerdictStatus;
  readonly message: string;
  readonly output: string;
  readonly ms: number;
  /** Whether it was hidden from this reader. */
  readonly isHidden: boolean;
  readonly visibility: Visibility;
}

/** Lists a lesson's checks; one for the lesson as a whole when no check tells that it did not pass. */
export function showChecks(lesson: LessonReport, audience: Audience): ShownCheck[] {
  let hiddenCount = 0;
  const shown = lesson.checks.map((check) =>
    isShown(check, audience) ? showCheck(check) : hideCheck(check, ++hiddenCount)
  );
  const isTold = !isRed(lesson.status) || lesson.checks.some((one) => isRed(one.status));
  if (isTold && shown.length > 0) return shown;
  return [...shown, {
    id: lesson.id,
    name: `${cleanLine(lesson.title)}: as a whole`,
    status: lesson.status,
    message: showCause(lesson, audience),
    output: "",
    ms: lesson.wallMs,
    isHidden: false,
    visibility: "visible",
  }];
}

/** Tells why a lesson did not pass, in other words when the cause quotes a check that the reader may not see. */
export function showCause(lesson: LessonReport, audience: Audience): string {
  const cause = cleanLine(lesson.cause);
  const secrets = lesson.checks.filter((check) => !isShown(check, audience)).flatMap(listSecrets);
  if (!secrets.some((secret) => cause.includes(secret))) return cause;
  return `${STATUS_WORDS[lesson.status].sentence} The check that found it is not shown.`;
}

/** Lists what there is to tell of a report: its lessons, and one more that is not judged while some are missing. */
export function listLessons(report: Report): readonly LessonReport[] {
  return report.isComplete ? report.lessons : [...report.lessons, UNFINISHED];
}

/** Whether a check found something. */
export function isRed(status: VerdictStatus): boolean {
  return status !== "pass" && status !== "skipped";
}

/** Whether a reader may see a check's texts. */
export function isShown({ visibility }: CheckReport, { reader, isAfterDue }: Audience): boolean {
  if (reader === "teacher" || visibility === "visible") return true;
  return visibility === "after_due_date" && isAfterDue;
}

function showCheck(check: CheckReport): ShownCheck {
  return {
    id: cleanLine(check.id),
    name: cleanLine(check.name),
    status: check.status,
    message: cleanText(check.message).trim(),
    output: cleanText(check.output).trimEnd(),
    ms: check.ms,
    isHidden: false,
    visibility: check.visibility,
  };
}

function hideCheck(check: CheckReport, number: number): ShownCheck {
  return {
    id: "",
    name: `hidden check ${number}`,
    status: check.status,
    message: "",
    output: "",
    ms: check.ms,
    isHidden: true,
    visibility: check.visibility,
  };
}

/** What of a hidden check must not turn up elsewhere; the beginning of a line, since a quotation may be cut. */
function listSecrets(check: CheckReport): string[] {
  const names = [check.id, check.name].map(cleanLine).filter((name) => name.length >= 3);
  const lines = `${check.message}\n${check.output}`.split("\n").map(cleanLine);
  const told = lines.filter((line) => line.length >= 6); // words as short as "ok" are no secret
  return [...names, ...told.map((line) => line.slice(0, 24))];
}

// Points from statuses and a policy, and from nothing else: another policy needs no other run.
import type { CheckReport, LessonReport } from "../report.ts";
import { toHundredths, toPoints } from "./hundredths.ts";
import { findRule, type Policy } from "./policy.ts";

/** Points as they stand in a report. */
export interface Points {
  readonly score: number;
  readonly maxScore: number;
}

type Judged = Pick<LessonReport, "id" | "status" | "needsReview" | "checks">;

/**
 * Counts the points of a lesson, in whole hundredths. A part is rounded down, so that nothing but a pass has full marks.
 * What is a pass, the run has decided; a policy only says what it is worth, and what the rest is.
 */
export function scoreLesson(lesson: Judged, policy: Policy): Points {
  const worth = toHundredths(policy.worth.get(lesson.id) ?? 1);
  const [part, whole] = countShare(lesson, policy);
  return { score: toPoints(divideDown(part * worth, whole)), maxScore: toPoints(worth) };
}

/** Counts what a check adds to its lesson's share, in weights; nothing where there is no partial credit. */
export function scoreCheck(check: CheckReport, lesson: Judged, policy: Policy): Points {
  if (policy.partialCredit === "none" || !isCounted(check)) return { score: 0, maxScore: 0 };
  const maxScore = weigh(check, policy);
  return { score: isEarned(check, lesson) ? maxScore : 0, maxScore };
}

/** The share of a lesson that was earned, as two whole numbers: so many of so many. */
function countShare(lesson: Judged, policy: Policy): [part: number, whole: number] {
  if (lesson.status === "pass") return [1, 1];
  if (policy.partialCredit === "none" || lesson.checks.length === 0) return [0, 1];
  const points = lesson.checks.map((check) => scoreCheck(check, lesson, policy));
  const part = points.reduce((sum, one) => sum + toHundredths(one.score), 0);
  const whole = points.reduce((sum, one) => sum + toHundredths(one.maxScore), 0);
  // no check that counts is red, and yet it is no pass: what has failed counts as one check more
  return part === whole ? [part, whole + toHundredths(1)] : [part, whole];
}

/** What could not be judged is neither earned nor lost. */
function isCounted({ status }: CheckReport): boolean {
  return status !== "skipped" && status !== "infra";
}

function isEarned(check: CheckReport, { status, needsReview }: Judged): boolean {
  if (check.status !== "pass" || status === "tampered" || status === "infra") return false;
  // green tests that contradict what was seen are believed by a person, or by nobody
  return check.kind === "observed" || !needsReview;
}

function weigh({ id }: CheckReport, policy: Policy): number {
  return findRule(policy.weights, id) ?? 1;
}

/** Divides whole numbers and rounds down; the quotient of two doubles might be rounded up first. */
function divideDown(dividend: number, divisor: number): number {
  return (dividend - dividend % divisor) / divisor;
}

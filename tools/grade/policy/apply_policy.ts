import type { LessonReport, Report } from "../report.ts";
import { toHundredths, toPoints } from "./hundredths.ts";
import { findRule, type Policy } from "./policy.ts";
import { scoreCheck, scoreLesson } from "./score_lesson.ts";

/**
 * Gives a report its points and says who may read what, by a policy alone: what was found stays as it is.
 *
 * @param slugs of all lessons that it will have: those that are still to be graded count in the maximum
 */
export function applyPolicy(report: Report, slugs: readonly string[], policy: Policy): Report {
  const lessons = report.lessons.map((lesson) => applyToLesson(lesson, policy));
  const score = lessons.reduce((sum, one) => sum + toHundredths(one.score), 0);
  const maxScore = slugs.reduce((sum, id) => sum + toHundredths(policy.worth.get(id) ?? 1), 0);
  const { policy: _earlier, ...facts } = report;
  const { partialCredit, sha256 } = policy;
  return {
    ...facts,
    ...(sha256 === undefined ? {} : { policy: { partialCredit, sha256 } }),
    score: toPoints(score),
    maxScore: toPoints(maxScore),
    lessons,
  };
}

function applyToLesson(lesson: LessonReport, policy: Policy): LessonReport {
  const checks = lesson.checks.map((check) => ({
    ...check,
    ...scoreCheck(check, lesson, policy),
    visibility: findRule(policy.visibility, check.id) ?? "visible",
  }));
  return { ...lesson, ...scoreLesson(lesson, policy), checks };
}

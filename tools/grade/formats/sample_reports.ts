// Reports for the tests of the formats: a lesson of each kind, and a submission that says the worst.
import { type CheckReport, type LessonReport, type Report, REPORT_SCHEMA } from "../report.ts";
import type { Audience } from "./shown_checks.ts";

export const STUDENT: Audience = { reader: "student", isAfterDue: false };
export const TEACHER: Audience = { reader: "teacher", isAfterDue: false };

/** Words that no student may read. */
export const SECRET = "the answer is 1429610";

/** Text that breaks out of whatever does not expect it. */
export const HOSTILE =
  `]]> "'><script>alert(1)</script><!-- --><img src=x onerror=alert(1)> ${"`".repeat(4)} ` +
  '\x1b[2J\x1b]0;owned\x07 \0\x08 \u202egnp.exe\u2066 \ud800 \uffff \r\n=1+1,"x" | # SKIP \\ &amp; %0A @everyone ' +
  "not ok 99\nBail out!\n...\n---\n::error::x";

/** Makes a check; a suite's, visible and passed unless said otherwise. */
export function makeCheck(given: Partial<CheckReport> = {}): CheckReport {
  return {
    id: "pipeline/T1",
    kind: "suite",
    name: "T1 pipeline() hands the text on",
    status: "pass",
    score: 1,
    maxScore: 1,
    visibility: "visible",
    message: "",
    output: "",
    isTruncated: false,
    ms: 12.4,
    ...given,
  };
}

/** Makes a lesson; passed unless said otherwise. */
export function makeLesson(given: Partial<LessonReport> = {}): LessonReport {
  return {
    id: "pipeline",
    title: "A pipeline of your own",
    status: "pass",
    cause: "",
    score: 1,
    maxScore: 1,
    needsReview: false,
    checks: [makeCheck()],
    wallMs: 1234,
    ...given,
  };
}

/** Makes a report whose scores are the sums of its lessons'. */
export function makeReport(
  id: string,
  lessons: readonly LessonReport[],
  given: Partial<Report> = {},
): Report {
  return {
    schema: REPORT_SCHEMA,
    course: { commit: "e850a02" },
    grader: { version: "0.3.0", deno: "2.9.6" },
    submission: { id, sha256: "0".repeat(64) },
    isolation: { level: "bwrap", warnings: [] },
    seed: 7,
    started: "2026-11-25T19:30:00.250Z",
    wallMs: 5250,
    score: lessons.reduce((sum, one) => sum + one.score, 0),
    maxScore: lessons.reduce((sum, one) => sum + one.maxScore, 0),
    isComplete: true,
    lessons,
    ...given,
  };
}

/** A failed lesson: one visible red check, one hidden, one for after the due date. */
export const RED = makeLesson({
  id: "sealed-box",
  title: "The sealed box",
  status: "fail",
  cause: "stdout was lost",
  score: 0.5,
  maxScore: 2,
  needsReview: true,
  checks: [
    makeCheck({ id: "sealed-box/T1", name: "T1 runBox() returns stdout" }),
    makeCheck({
      id: "sealed-box/T2",
      name: "T2 runBox() keeps stderr apart",
      status: "fail",
      score: 0,
      message: 'expected "a"\ngot "b"',
      output: "debug 1\ndebug 2\n",
    }),
    makeCheck({
      id: `sealed-box/observed/1 ${SECRET}`,
      kind: "observed",
      name: `observed: ${SECRET}`,
      status: "fail",
      score: 0,
      visibility: "hidden",
      message: SECRET,
      output: SECRET,
    }),
    makeCheck({
      id: `sealed-box/T3 ${SECRET}`,
      name: `T3 ${SECRET}`,
      status: "timeout",
      score: 0,
      visibility: "after_due_date",
      message: SECRET,
      output: SECRET,
    }),
  ],
});

/** Lessons without a single check that tells what happened. */
export const UNLOADABLE = makeLesson({
  id: "doorbell",
  title: "Ring the doorbell",
  status: "error",
  cause: "lessons/07_doorbell/mod.ts: the import failed",
  score: 0,
  checks: [],
});
export const UNJUDGED = makeLesson({
  id: "counter",
  title: "Count together",
  status: "infra",
  cause: "the sandbox did not start",
  score: 0,
  checks: [],
});

export const ANNA = makeReport("anna", [makeLesson(), RED, UNLOADABLE]);
export const BEN = makeReport("ben", [
  makeLesson(),
  makeLesson({ id: "doorbell", title: "Ring the doorbell" }),
]);
export const CARL = makeReport("carl", [makeLesson(), UNJUDGED], {
  isComplete: false,
  isolation: { level: "landlock", warnings: ["A process may outlive its check."] },
});

/** A submission whose every text is hostile, with a message of a megabyte. */
export const MALLORY = makeReport(`mallory ${HOSTILE}`, [
  makeLesson({
    ...RED,
    title: HOSTILE,
    cause: HOSTILE,
    checks: [
      makeCheck({
        id: HOSTILE,
        name: HOSTILE,
        status: "fail",
        message: HOSTILE,
        output: HOSTILE,
      }),
      makeCheck({
        id: "x",
        name: "T2",
        status: "crash",
        message: "<m>".repeat(350_000),
        output: "🙂".repeat(500_000),
      }),
    ],
  }),
], { isolation: { level: "none", warnings: [HOSTILE] } });

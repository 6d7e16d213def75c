import { assertEquals } from "@std/assert";
import { Random } from "../../../tests/harness/random.ts";
import type { VerdictStatus } from "../../course/verdict.ts";
import { makeCheck, makeLesson } from "../formats/sample_reports.ts";
import type { CheckReport, LessonReport } from "../report.ts";
import { isWhole } from "./hundredths.ts";
import { PLAIN_POLICY, type Policy } from "./policy.ts";
import { scoreCheck, scoreLesson } from "./score_lesson.ts";

const PARTIAL: Policy = { ...PLAIN_POLICY, partialCredit: "checks" };

/** Makes a lesson of checks by their statuses: those of the suite, and the observed ones. */
function make(
  suite: readonly VerdictStatus[],
  observed: readonly VerdictStatus[] = [],
  given: Partial<LessonReport> = { status: "fail" },
): LessonReport {
  const checks: CheckReport[] = [
    ...observed.map((status, index) =>
      makeCheck({ id: `pipeline/observed/${index + 1}`, kind: "observed", status })
    ),
    ...suite.map((status, index) => makeCheck({ id: `pipeline/T${index + 1}`, status })),
  ];
  return makeLesson({ checks, ...given });
}

Deno.test("scoreLesson() gives all or nothing without partial credit", () => {
  const policy = { ...PLAIN_POLICY, worth: new Map([["pipeline", 2.5]]) };
  const open = make(["pass", "pass", "fail"], ["pass"]);
  assertEquals(scoreLesson(open, policy), { score: 0, maxScore: 2.5 });
  assertEquals(scoreLesson({ ...open, status: "pass" }, policy), { score: 2.5, maxScore: 2.5 });
});

Deno.test("scoreLesson() gives the share of passed checks, rounded down to hundredths", () => {
  const cases: [LessonReport, number][] = [
    [make(["pass", "fail"], ["pass", "fail"]), 0.5],
    [make(["pass", "pass", "fail"]), 0.66],
    [make(["fail"], ["fail"]), 0],
    [make([]), 0],
    [make(["pass", "skipped", "infra", "fail"]), 0.5], // what was not judged does not count
  ];
  const scores = cases.map(([lesson]) => scoreLesson(lesson, PARTIAL).score);
  assertEquals(scores, cases.map(([, score]) => score));
});

Deno.test("scoreLesson() weighs checks as the policy says", () => {
  const lesson = make(["pass", "pass"], ["fail"]);
  const weigh = (value: number) => ({
    ...PARTIAL,
    weights: [{ pattern: "*/observed/*", value }],
  });
  const scores = [2, 0.5, 6].map((value) => scoreLesson(lesson, weigh(value)).score);
  assertEquals(scores, [0.5, 0.8, 0.25]);
});

Deno.test("scoreLesson() gives no full marks to a lesson that is no pass, whatever its checks weigh", () => {
  const weights = [{ pattern: "*/observed/*", value: 0 }];
  const unseen = scoreLesson(make(["pass", "pass"], ["fail"]), { ...PARTIAL, weights });
  assertEquals(unseen.score, 0.66); // the failure counts as one check more
  const worth = new Map([["pipeline", 0.01]]);
  const ended = make(Array(99).fill("pass"), [], { status: "crash" });
  assertEquals(scoreLesson(ended, PARTIAL).score, 0.99);
  assertEquals(scoreLesson(ended, { ...PARTIAL, worth }).score, 0);
});

Deno.test("scoreLesson() gives nothing where results were made up or nothing was judged", () => {
  for (const status of ["tampered", "infra"] as const) {
    const lesson = make(["pass", "pass", "fail"], ["pass"], { status });
    assertEquals(scoreLesson(lesson, PARTIAL), { score: 0, maxScore: 1 });
  }
});

Deno.test("scoreLesson() does not believe green tests that contradict what was seen", () => {
  const lesson = make(["pass", "pass"], ["pass", "fail"], { status: "fail", needsReview: true });
  assertEquals(scoreLesson(lesson, PARTIAL).score, 0.25);
  const checks = lesson.checks.map((check) => scoreCheck(check, lesson, PARTIAL).score);
  assertEquals(checks, [1, 0, 0, 0]);
});

Deno.test("scoreLesson() agrees with counting in whole numbers, for a thousand random lessons", () => {
  const random = new Random(11);
  const statuses = ["pass", "fail", "timeout", "skipped"] as const;
  for (let run = 0; run < 1000; run++) {
    const suite = Array.from({ length: 1 + random.below(20) }, () => random.pick(statuses));
    const worth = random.below(1_000) / 100;
    const value = random.below(300) / 100;
    const { score, maxScore } = scoreLesson(make(suite, ["fail"]), {
      ...PARTIAL,
      worth: new Map([["pipeline", worth]]),
      weights: [{ pattern: "*/T*", value }],
    });
    const count = (status: VerdictStatus) => suite.filter((one) => one === status).length;
    const weight = BigInt(Math.round(value * 100));
    const part = BigInt(count("pass")) * weight;
    const whole = BigInt(suite.length - count("skipped")) * weight + 100n;
    const expected = Number(part * BigInt(Math.round(worth * 100)) / whole) / 100;
    assertEquals([score, maxScore], [expected, worth]);
    assertEquals([isWhole(score), worth === 0 || score < maxScore], [true, true]);
  }
});

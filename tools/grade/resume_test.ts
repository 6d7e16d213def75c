import { assertEquals } from "@std/assert";
import { makeLesson, makeReport } from "./formats/sample_reports.ts";
import type { LessonReport, Report } from "./report.ts";
import { type Asked, type Identity, resume } from "./resume.ts";

const SLUGS = ["pipeline", "fifo", "queue"];
const ASKED: Asked = { slugs: SLUGS, seed: undefined };
const LESSONS: readonly LessonReport[] = SLUGS.map((id) => makeLesson({ id }));
const WHOLE = makeReport("anna", LESSONS);
const HALF: Report = { ...WHOLE, isComplete: false, lessons: LESSONS.slice(0, 2) };

/** What is kept of a report, and why. */
function brief(old: Report | undefined, now: Identity = WHOLE, asked = ASKED) {
  const { kept, reason, old: held } = resume(old, now, asked);
  return [[...kept.keys()].join(" "), reason, held?.seed];
}

Deno.test("resume() keeps all of a complete report of the same submission", () => {
  assertEquals(brief(WHOLE), ["pipeline fifo queue", "nothing has changed", 7]);
  assertEquals(brief(WHOLE, WHOLE, { ...ASKED, seed: 7 }).at(0), "pipeline fifo queue");
});

Deno.test("resume() goes on with the lessons and the seed of a run that was stopped", () => {
  assertEquals(brief(HALF), ["pipeline fifo", "the grader was stopped", 7]);
  const empty = { ...HALF, lessons: [] };
  assertEquals(brief(empty), ["", "the grader was stopped", 7]);
});

Deno.test("resume() has lessons judged once more that could not be judged", () => {
  const [first, second, third] = LESSONS;
  const lessons = [first, { ...second, status: "infra" }, third] as LessonReport[];
  assertEquals(brief({ ...WHOLE, lessons }), ["pipeline queue", "fifo could not be judged", 7]);
  const half = { ...HALF, lessons: lessons.slice(0, 2) };
  assertEquals(brief(half), ["pipeline", "fifo could not be judged, the grader was stopped", 7]);
});

Deno.test("resume() keeps nothing where anything differs that a verdict depends on, and says what", () => {
  const { submission, grader, isolation } = WHOLE;
  const cases: [now: Identity, asked: Asked, reason: string][] = [
    [{ ...WHOLE, grader: { ...grader, version: "9" } }, ASKED, "the grader has changed"],
    [{ ...WHOLE, grader: { ...grader, deno: "9" } }, ASKED, "the grader has changed"],
    [{ ...WHOLE, course: { commit: "9" } }, ASKED, "the course has changed"],
    [{ ...WHOLE, course: { ...WHOLE.course, extra: "9" } }, ASKED, "the extra checks are others"],
    [{ ...WHOLE, isolation: { ...isolation, level: "none" } }, ASKED, "its sandbox was bwrap"],
    [{ ...WHOLE, submission: { ...submission, sha256: "9" } }, ASKED, "its files have changed"],
    [WHOLE, { ...ASKED, seed: 8 }, "its seed was 7"],
    [WHOLE, { ...ASKED, slugs: SLUGS.slice(1) }, "other lessons are asked for"],
    [WHOLE, { ...ASKED, slugs: [...SLUGS, "shell"] }, "other lessons are asked for"],
  ];
  for (const [now, asked, reason] of cases) {
    assertEquals(brief(WHOLE, now, asked), ["", reason, undefined]);
  }
  assertEquals(brief(undefined), ["", "there is no report yet", undefined]);
  const half = { ...WHOLE, submission: { ...submission, sha256: "9" } };
  assertEquals(brief(HALF, half).at(1), "its files have changed, or the lessons");
});

Deno.test("resume() keeps a report whose submission is another commit with the same files", () => {
  const submission = { ...WHOLE.submission, commit: "c0ffee" };
  assertEquals(brief(WHOLE, { ...WHOLE, submission }).at(1), "nothing has changed");
});

Deno.test("resume() keeps a report whose warnings alone differ: they say what no check has met", () => {
  const isolation = { ...WHOLE.isolation, warnings: ["No control group."] };
  assertEquals(brief(WHOLE, { ...WHOLE, isolation }).at(1), "nothing has changed");
});

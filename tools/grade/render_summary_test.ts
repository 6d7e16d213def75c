import { assertEquals } from "@std/assert";
import { makeLesson, makeReport } from "./formats/sample_reports.ts";
import type { Graded } from "./grade_submission.ts";
import { renderJson, renderSummary } from "./render_summary.ts";

const PASSED = makeReport("anna", [makeLesson(), makeLesson({ id: "fifo" })]);
const FAILED = makeReport("anna", [
  makeLesson(),
  makeLesson({
    id: "fifo",
    status: "fail",
    score: 0.5,
    cause: "stdout\n  was lost",
    needsReview: true,
  }),
]);
const PATH = "out/anna/report.json";

function render(given: Partial<Graded>): string[] {
  const graded = { report: FAILED, path: PATH, keptCount: 0, before: [], ...given };
  return renderSummary([graded]).split("\n");
}

Deno.test("renderSummary() says why lessons are not passed, and the score", () => {
  assertEquals(render({}), [
    "anna",
    "  fifo  fail, review  stdout was lost",
    "",
    "submission  score  isolation  report",
    `anna        1.5/2  bwrap      ${PATH}`,
  ]);
});

Deno.test("renderSummary() says how much was kept", () => {
  const last = (keptCount: number) => render({ keptCount }).at(-1)?.split(PATH)[1];
  assertEquals([0, 1, 2].map(last), ["", " (1 of 2 lessons kept)", " (kept)"]);
});

Deno.test("renderSummary() says which points are others than before", () => {
  assertEquals(render({ before: PASSED.lessons }).slice(3, 6), [
    "Points that are others than before:",
    "  anna  fifo  was 1/1 pass  is 0.5/1 fail",
    "",
  ]);
  assertEquals(render({ before: FAILED.lessons }), render({}));
});

Deno.test("renderJson() adds changes to the reports that have some", () => {
  const kept = { report: FAILED, path: PATH, keptCount: 2, before: FAILED.lessons };
  assertEquals(JSON.parse(renderJson([kept, { ...kept, before: PASSED.lessons }])), [
    FAILED,
    {
      ...FAILED,
      changes: [{
        id: "fifo",
        was: { status: "pass", score: 1, maxScore: 1 },
        now: { status: "fail", score: 0.5, maxScore: 1 },
      }],
    },
  ]);
});

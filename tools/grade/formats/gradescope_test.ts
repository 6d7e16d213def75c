import { assertEquals } from "@std/assert";
import { makeSchemaCheck } from "./check_schema.ts";
import { countBytes } from "./fit_bytes.ts";
import { renderGradescope } from "./gradescope.ts";
import { ANNA, BEN, CARL, MALLORY, SECRET, STUDENT, TEACHER } from "./sample_reports.ts";

const VISIBILITY = { enum: ["hidden", "after_due_date", "after_published", "visible"] };
const FORMAT = { enum: ["text", "html", "simple_format", "md", "ansi"] };
/** The field table of docs/specs.md; nothing else may be there. */
const SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["score", "tests"],
  properties: {
    score: { type: "number" },
    execution_time: { type: "number" },
    output: { type: "string" },
    output_format: FORMAT,
    test_output_format: FORMAT,
    test_name_format: FORMAT,
    visibility: VISIBILITY,
    stdout_visibility: VISIBILITY,
    extra_data: { type: "object" },
    tests: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        properties: {
          score: { type: "number" },
          max_score: { type: "number" },
          status: { enum: ["passed", "failed"] },
          name: { type: "string" },
          name_format: FORMAT,
          number: { type: "string" },
          output: { type: "string" },
          output_format: FORMAT,
          tags: { type: "array", items: { type: "string" } },
          visibility: VISIBILITY,
          extra_data: { type: "object" },
        },
      },
    },
    leaderboard: { type: "array" },
  },
};

/** What a student gets to see there. */
function showToStudent(text: string): string {
  const { tests, extra_data: _, ...top } = JSON.parse(text);
  const isVisible = (one: { visibility: string }) => one.visibility === "visible";
  return JSON.stringify([top, tests.filter(isVisible)]);
}

Deno.test("renderGradescope() fits the field table for every report", async () => {
  const check = await makeSchemaCheck(SCHEMA);
  for (const report of [ANNA, BEN, CARL, MALLORY]) {
    assertEquals(
      check(JSON.parse(renderGradescope(report, STUDENT))),
      undefined,
      report.submission.id,
    );
  }
});

Deno.test("renderGradescope() puts the points at the lessons and numbers the checks below them", () => {
  const { score, tests } = JSON.parse(renderGradescope(ANNA, STUDENT));
  assertEquals(score, 1.5);
  assertEquals(
    tests.map((
      one: Record<string, unknown>,
    ) => [one.number, one.status, one.score, one.max_score, one.visibility]),
    [
      ["1", "passed", 1, 1, "visible"],
      ["1.1", "passed", undefined, undefined, "visible"],
      ["2", "failed", 0.5, 2, "visible"],
      ["2.1", "passed", undefined, undefined, "visible"],
      ["2.2", "failed", undefined, undefined, "visible"],
      ["2.3", "failed", undefined, undefined, "hidden"],
      ["2.4", "failed", undefined, undefined, "after_due_date"],
      ["3", "failed", 0, 1, "visible"],
    ],
  );
  assertEquals(tests[7].output, "not loadable: lessons/07_doorbell/mod.ts: the import failed");
});

Deno.test("renderGradescope() leaves what is hidden to Gradescope, whoever converts", () => {
  for (const audience of [STUDENT, TEACHER]) {
    const text = renderGradescope(ANNA, audience);
    assertEquals([text.includes(SECRET), showToStudent(text).includes(SECRET)], [true, false]);
  }
});

Deno.test("renderGradescope() says that lessons are missing or not judged", () => {
  const { output, tests } = JSON.parse(renderGradescope(CARL, STUDENT));
  assertEquals(output, "1 of the lessons could not be judged; that is not your fault.");
  assertEquals(tests.at(-1).name, "Lessons still to be graded");
});

Deno.test("renderGradescope() stays small and plain when the texts are huge and hostile", () => {
  const text = renderGradescope(MALLORY, STUDENT);
  assertEquals(countBytes(text) < 5_000_000, true);
  assertEquals(/\\u00[01]|\\u001b|\u202e|\\ud800/.test(text), false);
});

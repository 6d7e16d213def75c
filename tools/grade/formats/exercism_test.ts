import { assertEquals } from "@std/assert";
import { makeSchemaCheck } from "./check_schema.ts";
import { renderExercism } from "./exercism.ts";
import { countBytes } from "./fit_bytes.ts";
import {
  ANNA,
  BEN,
  CARL,
  makeCheck,
  makeLesson,
  makeReport,
  MALLORY,
  SECRET,
  STUDENT,
  UNLOADABLE,
} from "./sample_reports.ts";

/** The field table of the test runner interface, version 3. */
const SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["version", "status", "tests"],
  properties: {
    version: { const: 3 },
    status: { enum: ["pass", "fail", "error"] },
    message: { type: ["string", "null"], maxLength: 65_535 },
    tests: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["name", "status"],
        properties: {
          name: { type: "string", minLength: 1 },
          status: { enum: ["pass", "fail", "error"] },
          message: { type: ["string", "null"] },
          output: { type: "string", maxLength: 500 },
          test_code: { type: "string" },
          task_id: { type: "number" },
        },
      },
    },
  },
  if: { properties: { status: { const: "error" } } },
  then: { required: ["message"], properties: { message: { type: "string" } } },
  else: { properties: { message: { type: "null" } } },
};

Deno.test("renderExercism() fits the field table for every report", async () => {
  const check = await makeSchemaCheck(SCHEMA);
  for (
    const report of [ANNA, BEN, CARL, MALLORY, makeReport("x", [UNLOADABLE]), makeReport("y", [])]
  ) {
    assertEquals(
      check(JSON.parse(renderExercism(report, STUDENT))),
      undefined,
      report.submission.id,
    );
  }
});

Deno.test("renderExercism() keeps the order of the tests and tells what the student printed", () => {
  const { status, tests } = JSON.parse(renderExercism(ANNA, STUDENT));
  assertEquals(status, "fail");
  assertEquals(tests.slice(0, 4), [
    { name: "T1 pipeline() hands the text on", status: "pass" },
    { name: "T1 runBox() returns stdout", status: "pass" },
    {
      name: "T2 runBox() keeps stderr apart",
      status: "fail",
      message: 'expected "a"\ngot "b"',
      output: "debug 1\ndebug 2",
    },
    {
      name: "hidden check 1",
      status: "fail",
      message: "It gave another result than expected. What this check says is not shown.",
    },
  ]);
});

Deno.test("renderExercism() leaks nothing of a hidden check", () => {
  assertEquals(renderExercism(ANNA, STUDENT).includes(SECRET), false);
});

Deno.test("renderExercism() says pass only when nothing is red or missing", () => {
  const statusOf = (report: typeof ANNA) => JSON.parse(renderExercism(report, STUDENT)).status;
  assertEquals([statusOf(BEN), statusOf(CARL)], ["pass", "fail"]);
});

Deno.test("renderExercism() says error, and why, only when no test ran", () => {
  const red = makeCheck({ status: "error" });
  const alone = makeReport("x", [{ ...UNLOADABLE, checks: [red] }]);
  const { status, message, tests } = JSON.parse(renderExercism(alone, STUDENT));
  assertEquals([status, tests], ["error", []]);
  assertEquals(message, "No test ran.\ndoorbell: lessons/07_doorbell/mod.ts: the import failed");
  const withOther = makeReport("x", [makeLesson(), UNLOADABLE]);
  assertEquals(JSON.parse(renderExercism(withOther, STUDENT)).status, "fail");
});

Deno.test("renderExercism() cuts what a test printed to 500 characters with the interface's sentence", () => {
  const loud = makeReport("x", [makeLesson({ checks: [makeCheck({ output: "x".repeat(501) })] })]);
  const [{ output }] = JSON.parse(renderExercism(loud, STUDENT)).tests;
  assertEquals(output.length, 500);
  assertEquals(output.endsWith("x\nOutput was truncated. Please limit to 500 chars"), true);
});

Deno.test("renderExercism() stays below 500 kB and keeps the red tests when there is far too much", () => {
  const many = Array.from({ length: 4_000 }, (_, index) =>
    makeCheck({
      id: `x/T${index}`,
      name: "名".repeat(300),
      status: index === 3_999 ? "fail" : "pass",
      message: "m".repeat(20_000),
    }));
  const text = renderExercism(
    makeReport("x", [makeLesson({ status: "fail", checks: many })]),
    STUDENT,
  );
  assertEquals(countBytes(text) <= 500_000, true);
  assertEquals(JSON.parse(text).tests[0].status, "fail");
  assertEquals(countBytes(renderExercism(MALLORY, STUDENT)) <= 500_000, true);
});

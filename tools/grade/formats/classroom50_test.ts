import { assertEquals } from "@std/assert";
import { makeSchemaCheck } from "./check_schema.ts";
import { type ClassroomFacts, renderClassroom50 } from "./classroom50.ts";
import {
  ANNA,
  BEN,
  CARL,
  makeLesson,
  makeReport,
  MALLORY,
  SECRET,
  STUDENT,
} from "./sample_reports.ts";

const INSTANT = {
  type: "string",
  pattern: "^\\d{4}-\\d{2}-\\d{2}T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ$",
};
const WORDS = { type: "string", minLength: 1 };
const POINTS = { type: "integer", minimum: 0 };
/** The field table of result/v1. */
const SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: [
    ...["schema", "classroom", "assignment", "assignment_type", "owner", "submission", "commit"],
    ...["release", "review", "datetime", "score", "max-score", "tests"],
  ],
  properties: {
    schema: { const: "classroom50/result/v1" },
    classroom: WORDS,
    assignment: WORDS,
    assignment_type: { enum: ["individual", "group"] },
    owner: WORDS,
    submission: { type: "string", pattern: "^submit/" },
    commit: WORDS,
    release: WORDS,
    review: WORDS,
    datetime: INSTANT,
    graded_at: INSTANT,
    score: POINTS,
    "max-score": POINTS,
    submitted_by: { type: "object" },
    tests: {
      type: "array",
      items: {
        type: "object",
        required: ["test-name", "passed", "score", "max-score"],
        properties: {
          "test-name": WORDS,
          passed: { type: "boolean" },
          score: POINTS,
          "max-score": POINTS,
        },
      },
    },
  },
};

const FACTS: ClassroomFacts = {
  classroom: "systems",
  assignment: "ipc",
  assignmentType: "individual",
  owner: "anna",
  submission: "submit/2026-11-25T18-00-00Z-a1b2c3d",
  commit: "https://github.com/x/y/commit/a1b2c3d",
  release: "https://github.com/x/y/releases/tag/z",
  review: "https://github.com/x/y/compare/a...b",
  submitted: "2026-11-25T19:00:00.123+01:00",
};

Deno.test("renderClassroom50() fits the field table for every report", async () => {
  const check = await makeSchemaCheck(SCHEMA);
  for (const report of [ANNA, BEN, CARL, MALLORY]) {
    const result = JSON.parse(renderClassroom50(report, FACTS, STUDENT));
    assertEquals(check(result), undefined, report.submission.id);
    assertEquals(result.score <= result["max-score"], true);
  }
});

Deno.test("renderClassroom50() counts in hundredths, so that partial credit is whole and never rounded up", () => {
  const third = makeReport("x", [
    makeLesson({ score: 0.29 }),
    makeLesson({ status: "fail", score: 2 / 3 }),
  ]);
  const { score, tests } = JSON.parse(renderClassroom50(third, FACTS, STUDENT));
  assertEquals([score, tests[0].score, tests[1].score, tests[1]["max-score"]], [95, 29, 66, 100]);
});

Deno.test("renderClassroom50() tells the time of the submission and of the grading in whole seconds", () => {
  const { datetime, graded_at } = JSON.parse(renderClassroom50(ANNA, FACTS, STUDENT));
  assertEquals([datetime, graded_at], ["2026-11-25T18:00:00Z", "2026-11-25T19:30:00Z"]);
});

Deno.test("renderClassroom50() tells what a student may read, and leaks nothing of a hidden check", () => {
  const text = renderClassroom50(ANNA, FACTS, STUDENT);
  assertEquals(text.includes(SECRET), false);
  assertEquals(
    JSON.parse(text).tests[1].message,
    'failed: stdout was lost\n\nT2 runBox() keeps stderr apart (failed)\nexpected "a"\ngot "b"\n\n' +
      "hidden check 1 (failed)\nits text is not shown\n\nhidden check 2 (time-out)\nits text is not shown",
  );
});

import { assertEquals } from "@std/assert";
import { makeSchemaCheck } from "./check_schema.ts";
import { countBytes } from "./fit_bytes.ts";
import { renderGithubClassroom } from "./github_classroom.ts";
import {
  ANNA,
  BEN,
  CARL,
  makeLesson,
  makeReport,
  MALLORY,
  SECRET,
  STUDENT,
  UNLOADABLE,
} from "./sample_reports.ts";

const STATUS = { enum: ["pass", "fail", "error"] };
/** The fields that the reporter reads. */
const SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["version", "status", "max_score", "tests"],
  properties: {
    version: { const: 1 },
    status: STATUS,
    max_score: { type: "number" },
    tests: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: [
          "name",
          "status",
          "score",
          "message",
          "test_code",
          "filename",
          "line_no",
          "duration",
        ],
        properties: {
          name: { type: "string" },
          status: STATUS,
          score: { type: "number" },
          message: { type: "string" },
          test_code: { type: "string" },
          filename: { type: "string" },
          line_no: { type: "integer" },
          duration: { type: "number" },
        },
      },
    },
  },
};

function decode(text: string) {
  return JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(text)));
}

Deno.test("renderGithubClassroom() gives one line of base64 that fits the field table for every report", async () => {
  const check = await makeSchemaCheck(SCHEMA);
  for (const report of [ANNA, BEN, CARL, MALLORY]) {
    const text = renderGithubClassroom(report, STUDENT);
    assertEquals(/^[A-Za-z0-9+/]+=*$/.test(text), true);
    assertEquals(check(decode(text)), undefined, report.submission.id);
  }
});

Deno.test("renderGithubClassroom() gives scores that add up to the report's", () => {
  const { max_score, tests } = decode(renderGithubClassroom(ANNA, STUDENT));
  const sum = tests.reduce((total: number, one: { score: number }) => total + one.score, 0);
  assertEquals([sum, max_score], [1.5, 4]);
});

Deno.test("renderGithubClassroom() says pass, fail or error of the whole", () => {
  const statusOf = (report: typeof ANNA) => decode(renderGithubClassroom(report, STUDENT)).status;
  assertEquals([statusOf(BEN), statusOf(ANNA), statusOf(CARL)], ["pass", "fail", "fail"]);
  assertEquals(statusOf(makeReport("x", [UNLOADABLE])), "error");
});

Deno.test("renderGithubClassroom() leaks nothing of a hidden check", () => {
  assertEquals(
    JSON.stringify(decode(renderGithubClassroom(ANNA, STUDENT))).includes(SECRET),
    false,
  );
});

Deno.test("renderGithubClassroom() fits into one environment variable when the texts are long", () => {
  const lessons = Array.from(
    { length: 25 },
    () => makeLesson({ status: "fail", cause: "名".repeat(20_000) }),
  );
  for (const report of [MALLORY, makeReport("x", lessons)]) {
    assertEquals(countBytes(renderGithubClassroom(report, STUDENT)) < 128 * 1024 - 200, true);
  }
});

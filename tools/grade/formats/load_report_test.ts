import { assertEquals } from "@std/assert";
import schema from "../report.schema.json" with { type: "json" };
import { makeReportReader } from "./load_report.ts";
import { ANNA, BEN, CARL, makeReport, MALLORY } from "./sample_reports.ts";
import { STATUS_WORDS } from "./status_words.ts";

const read = await makeReportReader();

/** All paths to a field of an object, as in `lessons[0].checks[0].id`. */
function listFields(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const at = Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    return [...(Array.isArray(value) ? [] : [at]), ...listFields(child, at)];
  });
}

function change(
  value: object,
  path: string,
  act: (parent: Record<string, unknown>, key: string) => void,
) {
  const copy = structuredClone(value);
  const keys = path.replaceAll("[", ".").replaceAll("]", "").split(".");
  const last = keys.pop() ?? "";
  // deno-lint-ignore no-explicit-any -- walks a JSON value
  act(keys.reduce((at: any, key) => at[key], copy), last);
  return JSON.stringify(copy);
}

Deno.test("makeReportReader() gives back every report that the grader may write", () => {
  for (const report of [ANNA, BEN, CARL, makeReport("none", [])]) {
    assertEquals(read(JSON.stringify(report)), { report });
  }
  assertEquals("report" in read(JSON.stringify(MALLORY)), true);
});

Deno.test("makeReportReader() asks for each field of report.ts and names the one that is missing", () => {
  const fields = listFields(ANNA).filter((path) => !/\[[1-9]/.test(path));
  assertEquals(fields.length, 39);
  for (const path of fields) {
    const text = change(ANNA, path, (parent, key) => delete parent[key]);
    assertEquals(read(text), { problem: `${path}: is missing` });
  }
});

Deno.test("makeReportReader() names the field whose type is wrong", () => {
  for (const path of listFields(ANNA).filter((one) => !/\[[1-9]/.test(one))) {
    const result = read(change(ANNA, path, (parent, key) => parent[key] = null));
    assertEquals("problem" in result && result.problem.startsWith(`${path}: must `), true, path);
  }
});

Deno.test("makeReportReader() says what a field may hold", () => {
  const withValue = (path: string, value: unknown) =>
    read(change(ANNA, path, (parent, key) => parent[key] = value));
  assertEquals(withValue("schema", "v2"), {
    problem: 'schema: must be equal to constant "ipc-course/report/v1"',
  });
  assertEquals(withValue("lessons[1].checks[0].visibility", "all"), {
    problem: "lessons[1].checks[0].visibility: must be equal to one of the allowed values " +
      "visible, hidden, after_due_date",
  });
  assertEquals(withValue("lessons[0].score", -1), { problem: "lessons[0].score: must be >= 0" });
  assertEquals(withValue("started", "2026-13-45T00:00:00Z"), { problem: "started: is no date" });
});

Deno.test("makeReportReader() refuses what is no JSON or no object", () => {
  for (
    const [text, said] of [["", "the file: is no JSON: "], [
      "[]",
      "the file: must be object",
    ]] as const
  ) {
    const result = read(text);
    assertEquals("problem" in result && result.problem.startsWith(said), true, text);
  }
});

Deno.test("report.schema.json knows the statuses of the union, and no other", () => {
  assertEquals(schema.$defs.status.enum.toSorted(), Object.keys(STATUS_WORDS).toSorted());
  const letters = Object.values(STATUS_WORDS).map((one) => one.letter);
  assertEquals(letters.length, new Set(letters).size, "each has a letter of its own");
});

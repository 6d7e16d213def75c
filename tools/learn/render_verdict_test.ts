import { assertEquals } from "@std/assert";
import type { Lesson } from "../course/lesson.ts";
import type { TestResult, Verdict } from "../course/verdict.ts";
import { makeStyles } from "../term/style.ts";
import { renderPrinted } from "./render_failure.ts";
import { renderVerdict } from "./render_verdict.ts";

const LESSON: Lesson = {
  folder: "05_pipeline",
  number: 5,
  slug: "pipeline",
  title: "t",
  teaches: "t",
  unit: "u",
  level: 1,
  minutes: 1,
  needs: [],
};
const FACTS = {
  called: "pipeline([])",
  expected: "code is 0",
  got: "code is 1",
  idea: "i",
  hint: 2 as const,
};
const STYLES = makeStyles(false);

function red(number: number, more: Partial<TestResult> = {}): TestResult {
  const id = `T${number}`;
  return {
    id: `pipeline/${id}`,
    name: `${id} pipeline() ends`,
    status: "fail",
    ms: 1,
    facts: FACTS,
    ...more,
  };
}

function render(tests: readonly TestResult[], more: Partial<Verdict> = {}): string[] {
  const subject = {
    kind: "learner" as const,
    name: "learner",
    path: "/c/lessons/05_pipeline/mod.ts",
  };
  const verdict = {
    job: { lesson: LESSON, subject },
    status: "fail" as const,
    cause: "c",
    tests,
    ms: 100,
    factor: 1,
  };
  return renderVerdict({ ...verdict, output: "", ...more }, STYLES, "/c").split("\n");
}

Deno.test("renderVerdict() shows one failure in full and the rest as one line each", () => {
  const at = "/c/lessons/05_pipeline/mod.ts:8:4";
  const stack = [{ name: "feed", at }, { name: "pipeline", at: at.replace("8", "3") }];
  const first = red(1, { facts: { ...FACTS, at, stack }, printed: "one\ntwo" });
  const looksLike = { variant: "forgets", mistake: "forgetting it" };
  assertEquals(render([first, red(2, { status: "timeout" })], { looksLike }), [
    "FAILED  2 of 2 tests are red (0.1 s)",
    "",
    "  T1 pipeline() ends",
    "    called    pipeline([])",
    "    expected  code is 0",
    "    got       code is 1",
    "    idea      i",
    "    hint      deno task learn hint pipeline --tier 2",
    "    at        lessons/05_pipeline/mod.ts:8:4 in feed",
    "              called at lessons/05_pipeline/mod.ts:3:4 in pipeline",
    "",
    "    your code printed",
    "      | one",
    "      | two",
    "",
    "  this looks like: forgetting it (variant forgets)",
    "",
    "  also red",
    "    timeout T2 pipeline() ends",
  ]);
});

Deno.test("renderVerdict() shows texts of several lines as a diff with words beside the signs", () => {
  const facts = {
    ...FACTS,
    expected: "it is {\n  code: 0,\n  pid: 1\n}",
    got: "it is {\n  code: 1,\n  pid: 1\n}",
  };
  assertEquals(render([red(1, { facts })]).slice(4, 9), [
    "                it is {",
    "    - expected    code: 0,",
    "    + got         code: 1,",
    "                  pid: 1",
    "                }",
  ]);
});

Deno.test("renderVerdict() points at the place where two long lines part", () => {
  const line = "x".repeat(80);
  const facts = { ...FACTS, expected: `${line}a`, got: `${line}b` };
  assertEquals(render([red(1, { facts })]).slice(6, 10), [
    "    differs   from character 81 on:",
    "              - expected  …xxxxxxxxxxxxxxxxxxxxxxxxa",
    "              + got       …xxxxxxxxxxxxxxxxxxxxxxxxb",
    "                                                   ^",
  ]);
});

Deno.test("renderVerdict() says once what keeps all tests from running", () => {
  const got =
    "/c/lessons/05_pipeline/mod.ts cannot be compiled: no\nline 3, column 2:\n  3 | {\n       ^";
  const facts = {
    ...FACTS,
    got,
    problem: "syntax" as const,
    at: "/c/lessons/05_pipeline/mod.ts:3:2",
  };
  const tests = [1, 2, 3].map((number) => red(number, { status: "error", facts }));
  assertEquals(render(tests, { status: "error" }), [
    "CANNOT BE COMPILED  none of 3 tests could run (0.1 s)",
    "",
    "  lessons/05_pipeline/mod.ts cannot be compiled: no",
    "  line 3, column 2:",
    "    3 | {",
    "         ^",
    "    at        lessons/05_pipeline/mod.ts:3:2",
  ]);
});

Deno.test("renderVerdict() shows the test that was cut off when the run was ended from outside", () => {
  const tests = [red(1), red(2, { status: "crash" }), red(3, { status: "crash", isUnrun: true })];
  const lines = render(tests, { status: "output", cause: "your code printed more than 4 MiB" });
  assertEquals(lines.slice(0, 6), [
    "TOO MUCH OUTPUT  3 of 3 tests are red (0.1 s)",
    "",
    "  T2 pipeline() ends",
    "    called    pipeline([])",
    "    expected  code is 0",
    "    got       your code printed more than 4 MiB",
  ]);
  assertEquals(lines.slice(-4), [
    "  also red",
    "    fail    T1 pipeline() ends",
    "",
    "  1 more did not get their turn.",
  ]);
});

Deno.test("renderPrinted() shows both ends of a long output and what was left out", () => {
  const text = Array.from({ length: 30 }, (_, index) => `line ${index}`).join("\n");
  const lines = renderPrinted(text, STYLES);
  assertEquals(lines.length, 22);
  assertEquals([lines[5], lines[6], lines[7]], [
    "      | line 4",
    "      | … 10 lines left out …",
    "      | line 15",
  ]);
});

Deno.test("renderPrinted() keeps control characters away from the terminal", () => {
  assertEquals(renderPrinted("\x1b[2J\x1b[31mred\x07\r", STYLES)[1], "      | red");
});

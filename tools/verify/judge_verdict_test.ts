import { assertEquals } from "@std/assert";
import type { Lesson } from "../course/lesson.ts";
import type { WrongVariant } from "../course/load_variants.ts";
import type { TestResult, Verdict, VerdictStatus } from "../course/verdict.ts";
import { judgeGreen, judgeStub, judgeWrong } from "./judge_verdict.ts";

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

function result(id: string, status: VerdictStatus, got = "x", expected = "y"): TestResult {
  const facts = {
    called: "f()",
    expected,
    got,
    idea: "ask who holds the other end",
    hint: 1 as const,
  };
  return {
    id: `pipeline/${id}`,
    name: `${id} name`,
    status,
    ms: 1,
    ...(status === "pass" ? {} : { facts }),
  };
}

function verdict(status: VerdictStatus, tests: TestResult[]): Verdict {
  const subject = { kind: "file" as const, name: "x", path: "/x" };
  return {
    job: { lesson: LESSON, subject },
    status,
    cause: "c",
    tests,
    ms: 5,
    factor: 1,
    output: "",
  };
}

const VARIANT: WrongVariant = {
  kind: "wrong",
  name: "v",
  path: "/v",
  tests: ["pipeline/T1"],
  says: "read end",
  mistake: "m",
};

Deno.test("judgeStub() accepts tests that are red by their Todo", () => {
  assertEquals(
    judgeStub(
      verdict("fail", [
        result("T1", "fail", "f() is not written yet: open lessons/05_pipeline/mod.ts"),
      ]),
    ),
    [],
  );
});

Deno.test("judgeStub() names a test that passes on the stub", () => {
  assertEquals(judgeStub(verdict("pass", [result("T1", "pass")])), [
    "pipeline/T1 passes on the untouched stub: it proves nothing",
  ]);
});

Deno.test("judgeStub() names a test that is red for another reason", () => {
  assertEquals(judgeStub(verdict("fail", [result("T1", "timeout", "waits")])), [
    "pipeline/T1 is red on the stub for another reason than its Todo: waits",
  ]);
});

Deno.test("judgeGreen() lists every red test", () => {
  const tests = [result("T1", "pass"), result("T2", "leak", "left 1 process")];
  assertEquals(judgeGreen(verdict("leak", tests)), ["pipeline/T2 leak: left 1 process"]);
});

Deno.test("judgeGreen() reports a crash without red tests", () => {
  assertEquals(judgeGreen(verdict("crash", [result("T1", "pass")])), ["crash: c"]);
});

Deno.test("judgeWrong() accepts a variant that is killed with its promised words", () => {
  assertEquals(
    judgeWrong(VARIANT, verdict("fail", [result("T1", "fail", "the read end is held")])),
    [],
  );
});

Deno.test("judgeWrong() reports a variant that survives its named test", () => {
  const tests = [result("T1", "pass"), result("T2", "fail", "read end")];
  assertEquals(judgeWrong(VARIANT, verdict("fail", tests)), ["survives pipeline/T1"]);
});

Deno.test("judgeWrong() does not count a named test that did not get its turn", () => {
  const tests = [{ ...result("T1", "timeout", "read end"), isUnrun: true }];
  assertEquals(judgeWrong(VARIANT, verdict("timeout", tests)), [
    "pipeline/T1 did not get its turn (c)",
  ]);
});

Deno.test("judgeWrong() reports words that the learner does not read", () => {
  const problems = judgeWrong(VARIANT, verdict("fail", [result("T1", "fail", "something else")]));
  assertEquals(problems.length, 1);
  assertEquals(problems[0]?.startsWith('the learner does not read "read end" but:'), true);
});

Deno.test("judgeWrong() does not take the idea for what a failure says", () => {
  const variant = { ...VARIANT, says: "who holds the other end" };
  const problems = judgeWrong(variant, verdict("fail", [result("T1", "fail")]));
  assertEquals(problems[0]?.startsWith("the learner does not read"), true);
});

import type { FailureFacts } from "../../tests/harness/events.ts";
import { formatFacts } from "../../tests/harness/failure.ts";
import type { WrongVariant } from "../course/load_variants.ts";
import { firstFailure, type TestResult, type Verdict } from "../course/verdict.ts";
import { cleanLine, cutText } from "../page/clean_text.ts";

/** A stub file may take this long, in ms: the only time that verify asserts (decisions of the course). */
const STUB_LIMIT_MS = 10_000;

/** Gate a: every test of a stub is red because the stub says so, at once, and nothing is left behind. */
export function judgeStub(verdict: Verdict): string[] {
  const problems = damaged(verdict);
  if (problems.length > 0) return problems;
  for (const test of verdict.tests) {
    if (test.status === "pass") {
      problems.push(`${test.id} passes on the untouched stub: it proves nothing`);
    } else if (test.status !== "skipped" && !isTodo(test, verdict)) {
      problems.push(
        `${test.id} is red on the stub for another reason than its Todo: ${test.facts?.got}`,
      );
    }
  }
  if (verdict.ms > STUB_LIMIT_MS) problems.push(`the stub took ${verdict.ms} ms: something waits`);
  return problems;
}

/** Gates b and d: every test is green. */
export function judgeGreen(verdict: Verdict): string[] {
  if (verdict.status === "pass" || verdict.status === "skipped") return damaged(verdict);
  const red = verdict.tests.filter((test) => test.status !== "pass" && test.status !== "skipped");
  const lines = red.map((test) => `${test.id} ${test.status}: ${oneLine(test.facts?.got ?? "")}`);
  return lines.length > 0 ? lines : [`${verdict.status}: ${verdict.cause}`];
}

/**
 * Gate c: the tests that the header names are red, and one of them says what the header promises. Idea and hint do not
 * count: they are the same in every failure of a test, and a promise that is always kept proves nothing.
 */
export function judgeWrong(variant: WrongVariant, verdict: Verdict): string[] {
  const problems = damaged(verdict);
  if (problems.length > 0) return problems;
  const named: TestResult[] = [];
  for (const id of variant.tests) {
    const test = verdict.tests.find((one) => one.id === id);
    if (test === undefined) problems.push(`there is no test ${id}`);
    else if (test.status === "pass") problems.push(`survives ${id}`);
    else if (test.isUnrun) problems.push(`${id} did not get its turn (${verdict.cause})`);
    else if (test.status !== "skipped") named.push(test);
  }
  const slug = verdict.job.lesson.slug;
  const texts = named.map(({ facts }) =>
    facts === undefined ? "" : formatFacts({ ...facts, idea: "", hint: 1 }, slug)
  );
  if (named.length > 0 && !texts.some((text) => text.includes(variant.says))) {
    problems.push(`the learner does not read "${variant.says}" but: ${oneLine(texts.join(" / "))}`);
  }
  return problems;
}

/** What no lesson's code can be blamed for: tests that did not start at all. */
function damaged(verdict: Verdict): string[] {
  return verdict.status === "infra" ? [`infra: ${verdict.cause}`] : [];
}

/** Whether the stub said so itself, here or in a child whose stderr the failure shows. */
function isTodo(test: TestResult, verdict: Verdict): boolean {
  const todo = `is not written yet: open lessons/${verdict.job.lesson.folder}/mod.ts`;
  return test.status === "fail" && test.facts?.got.includes(todo) === true;
}

const oneLine = (text: string) => cutText(cleanLine(text), 300, "...");

/** The facts of the first red test, for the README's Red section. */
export function firstFacts(verdict: Verdict): (FailureFacts & { name: string }) | undefined {
  const red = firstFailure(verdict);
  return red?.facts === undefined ? undefined : { ...red.facts, name: red.name };
}

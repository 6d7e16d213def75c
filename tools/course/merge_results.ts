import type { FailureFacts, HarnessEvent } from "../../tests/harness/events.ts";
import type { JunitCase } from "./parse_junit.ts";
import type { TestResult } from "./verdict.ts";

type TestEvent = Extract<HarnessEvent, { type: "test" }>;
type EndEvent = Extract<HarnessEvent, { type: "end" }>;

/**
 * Merges what the harness reported with what `deno test` wrote, in the tests' order. The harness knows more about
 * each failure; Deno knows what the harness cannot see: leaks found by its sanitizers, and tests it had to cut off.
 */
export function mergeResults(
  events: readonly HarnessEvent[],
  cases: readonly JunitCase[] | undefined,
): TestResult[] {
  const results = new Map<string, TestResult>();
  const tests = new Map<string, TestEvent>();
  for (const event of events) {
    if (event.type === "test") {
      tests.set(event.id, event);
      results.set(event.id, unrun(event));
    }
  }
  for (const [id, test] of tests) {
    const end = events.findLast((event): event is EndEvent =>
      event.type === "end" && event.id === id
    );
    const skip = events.find((event) => event.type === "skip" && event.id === id);
    const isStarted = events.some((event) => event.type === "start" && event.id === id);
    const junit = cases?.find((one) => one.name === test.name);
    if (skip?.type === "skip") {
      results.set(id, { id, name: test.name, status: "skipped", ms: 0, reason: skip.reason });
    } else if (end !== undefined) {
      results.set(id, ended(test, end, junit));
    } else if (isStarted) {
      results.set(id, cutOff(test, events, junit));
    }
  }
  return [...results.values()];
}

function ended(test: TestEvent, end: EndEvent, junit: JunitCase | undefined): TestResult {
  const base = { id: test.id, name: test.name, ms: end.ms };
  if (end.status !== "pass" || junit?.failure === undefined) {
    return {
      ...base,
      status: end.status,
      ...(end.facts === undefined ? {} : { facts: end.facts }),
      ...(end.isUnrun ? { isUnrun: true } : {}),
    };
  }
  const isLeak = junit.failure.includes("Leaks detected");
  const facts = isLeak
    ? factsOf(test, "nothing is left open", describeLeaks(junit.failure))
    : factsOf(test, "the test passes", junit.failure);
  return { ...base, status: isLeak ? "leak" : "fail", facts };
}

function cutOff(
  test: TestEvent,
  events: readonly HarnessEvent[],
  junit: JunitCase | undefined,
): TestResult {
  const stuck = events.findLast((event) => event.type === "stuck" && event.id === test.id);
  const cause = stuck?.type === "stuck"
    ? stuck.cause
    : junit?.failure ?? "the test process ended here";
  const isTimeout = stuck !== undefined || junit?.failure?.includes("timed out") === true;
  const status = isTimeout ? "timeout" : "crash";
  return { id: test.id, name: test.name, status, ms: 0, facts: factsOf(test, "it ends", cause) };
}

function unrun(test: TestEvent): TestResult {
  const facts = factsOf(test, "it runs", "the test process ended before its turn");
  return { id: test.id, name: test.name, status: "crash", ms: 0, facts, isUnrun: true };
}

function factsOf(test: TestEvent, expected: string, got: string): FailureFacts {
  return { called: test.called, expected, got, idea: test.idea, hint: test.hint };
}

/** What Deno's sanitizers found, without the advice that is about Deno's own API names. */
function describeLeaks(text: string): string {
  const found = text.split("\n").filter((line) => line.startsWith("  - "));
  return found.map((line) => line.slice(4).split(". ")[0]).join(";\n");
}

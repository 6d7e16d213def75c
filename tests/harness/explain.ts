import { isTodo } from "./check.ts";
import type { FailureFacts, TestStatus } from "./events.ts";
import { CheckFailure, Finding, LeakFailure, SubjectFailure, TimeoutFailure } from "./failure.ts";
import { inspectValue } from "./inspect.ts";
import { findLine } from "./registry.ts";

export interface Explained {
  readonly status: TestStatus;
  readonly facts: FailureFacts;
}

/** Turns whatever a test body threw into the facts that a learner reads. */
export function explainFailure(
  error: unknown,
  test: { call: string; idea: string; hint: 1 | 2 | 3; subjectUrl: string },
): Explained {
  const at = error instanceof Error ? findLine(error.stack, test.subjectUrl) : undefined;
  const base = { called: test.call, idea: test.idea, hint: test.hint, ...(at ? { at } : {}) };
  const { status, expected, got } = describe(error);
  return { status, facts: { ...base, expected, got } };
}

function describe(error: unknown): { status: TestStatus; expected: string; got: string } {
  if (error instanceof CheckFailure) {
    return { status: "fail", expected: error.expected, got: error.got };
  }
  if (error instanceof TimeoutFailure) {
    return { status: "timeout", expected: "it ends", got: error.message };
  }
  if (error instanceof LeakFailure) {
    return { status: "leak", expected: "nothing is left behind", got: error.message };
  }
  if (error instanceof SubjectFailure) {
    return { status: "error", expected: "a module that can be used", got: error.message };
  }
  if (error instanceof Error && isTodo(error)) {
    return { status: "fail", expected: "an implementation", got: error.message };
  }
  if (error instanceof Finding) {
    return { status: "fail", expected: "every error is handled", got: error.message };
  }
  return { status: "fail", expected: "no exception here", got: inspectValue(error) };
}

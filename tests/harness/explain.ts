import { isTodo } from "./check.ts";
import type { FailureFacts, TestStatus } from "./events.ts";
import { CheckFailure, Finding, LeakFailure, SubjectFailure, TimeoutFailure } from "./failure.ts";
import { listFrames } from "./frames.ts";
import { inspectValue } from "./inspect.ts";

export interface Explained {
  readonly status: TestStatus;
  readonly facts: FailureFacts;
}

/** Turns whatever a test body threw into the facts that a learner reads. */
export function explainFailure(
  error: unknown,
  test: { call: string; idea: string; hint: 1 | 2 | 3; subjectUrl: string },
): Explained {
  // a Finding has no stack of its own: what it found may have one
  const thrown = error instanceof Finding ? error.cause : error;
  const stack = thrown instanceof Error ? listFrames(thrown.stack, test.subjectUrl) : [];
  const [innermost] = stack;
  const isException = !(error instanceof CheckFailure) && !isTodo(error);
  const { status, expected, got } = describe(error);
  return {
    status,
    facts: {
      called: test.call,
      expected,
      got,
      idea: test.idea,
      hint: test.hint,
      ...(innermost === undefined ? {} : { at: innermost.at }),
      ...(isException && innermost !== undefined ? { stack } : {}),
      ...(error instanceof SubjectFailure ? { problem: error.problem } : {}),
    },
  };
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
  return { status: "fail", expected: "no exception here", got: describeException(error) };
}

/** Deno's sentence about an exit is about test cases: the learner knows of none. */
function describeException(error: unknown): string {
  const text = inspectValue(error);
  const exit = /Test case attempted to exit with exit code: (\d+)/.exec(text);
  return exit === null
    ? text
    : `your code called Deno.exit(${
      exit[1]
    }), which would end the whole program, the tests as well`;
}

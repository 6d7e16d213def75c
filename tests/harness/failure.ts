import { AssertionError } from "@std/assert";
import type { FailureFacts } from "./events.ts";
import type { LoadProblem } from "./load_failure.ts";

/** Thrown by the checks: what was looked at, what it had to be, what it was. */
export class CheckFailure extends AssertionError {
  override readonly name = "CheckFailure";
  readonly expected: string;
  readonly got: string;

  /** @param check the function that the stack shall not show, nor anything it called */
  constructor(expected: string, got: string, check?: (...args: never[]) => unknown) {
    super(`expected ${expected}, got ${got}`);
    if (check !== undefined) Error.captureStackTrace(this, check);
    this.expected = expected;
    this.got = got;
  }
}

/** Failures that no line of code threw: their stack would only show the harness. */
export class Finding extends Error {
  constructor(message: string, options?: ErrorOptions) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message, options);
    Error.stackTraceLimit = limit;
  }
}

/** Something the test started or the learner opened is still there after the test. */
export class LeakFailure extends Finding {
  override readonly name = "LeakFailure";
}

/** A wait that did not end within the deadline; the message says who waits for whom. */
export class TimeoutFailure extends Finding {
  override readonly name = "TimeoutFailure";
}

/** The module under test cannot be used at all: it throws at import, or lacks an export. */
export class SubjectFailure extends Finding {
  override readonly name = "SubjectFailure";
  readonly problem: LoadProblem;

  constructor(message: string, problem: LoadProblem, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

/** Renders the facts of a red test as the block that a learner reads. */
export function formatFacts(facts: FailureFacts, slug: string): string {
  const rows: [string, string][] = [
    ["called", facts.called],
    ["expected", facts.expected],
    ["got", facts.got],
    ["idea", facts.idea],
    ["hint", `deno task learn hint ${slug} --tier ${facts.hint}`],
  ];
  return "\n" + rows.map(([label, text]) => `  ${label.padEnd(10)}${indent(text)}`).join("\n");
}

function indent(text: string): string {
  return text.split("\n").join("\n" + " ".repeat(12));
}

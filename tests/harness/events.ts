// What a test file reports while it runs: one JSON line per fact, appended to the file that IPC_EVENTS names.
// `learn` and `verify` read it; under plain `deno test` there is no such file and nothing is written.
// It is appended synchronously, so that the last line before a crash is there to be read.

import type { Frame } from "./frames.ts";
import type { LoadProblem } from "./load_failure.ts";

/** How a test ended: `timeout` a wait that never settled, `leak` something left behind. */
export type TestStatus = "pass" | "fail" | "timeout" | "leak" | "error";

/** The five things that a red test tells, beside its name. */
export interface FailureFacts {
  /** The call under test, as the learner would type it. */
  readonly called: string;
  readonly expected: string;
  readonly got: string;
  /** The idea behind the fact, in one or two sentences. */
  readonly idea: string;
  /** Tier of the hint to read. */
  readonly hint: 1 | 2 | 3;
  /** Innermost frame in the learner's file, as `path:line:column`. */
  readonly at?: string;
  /** The learner's own lines on the way to an exception, innermost first. */
  readonly stack?: readonly Frame[];
  /** Why the module cannot be used at all. */
  readonly problem?: LoadProblem;
}

export type HarnessEvent =
  | { readonly type: "file"; readonly folder: string; readonly factor: number }
  | {
    readonly type: "test";
    readonly id: string;
    readonly name: string;
    readonly called: string;
    readonly idea: string;
    readonly hint: 1 | 2 | 3;
  }
  | { readonly type: "skip"; readonly id: string; readonly reason: string }
  | { readonly type: "start"; readonly id: string }
  | {
    readonly type: "end";
    readonly id: string;
    readonly ms: number;
    readonly status: TestStatus;
    readonly facts?: FailureFacts;
    /** The test did not get its turn: the tests before it used up the time. */
    readonly isUnrun?: boolean;
  }
  /** Said by the lifeline while the main thread cannot speak; fatal when the process had to be ended. */
  | {
    readonly type: "stuck";
    readonly id: string;
    readonly cause: string;
    readonly fatal: boolean;
  };

/** Returns a function that appends events to `path`, or does nothing without one. */
export function openEvents(path: string | undefined): (event: HarnessEvent) => void {
  if (path === undefined) return () => {};
  return (event) => {
    try {
      Deno.writeTextFileSync(path, JSON.stringify(event) + "\n", { append: true, create: true });
    } catch {
      // a reporter that cannot report must not turn a green test red
    }
  };
}

/** Parses the lines of an events file; a line cut off by a crash is left out. */
export function parseEvents(text: string): HarnessEvent[] {
  const events: HarnessEvent[] = [];
  for (const line of text.split("\n")) {
    try {
      if (line !== "") events.push(JSON.parse(line));
    } catch {
      continue;
    }
  }
  return events;
}

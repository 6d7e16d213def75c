import type { FailureFacts } from "../../tests/harness/events.ts";
import type { Job } from "./job.ts";

/** How a job ended. Every consumer switches over this union without a default. */
export type VerdictStatus =
  | "pass"
  | "fail"
  /** The module cannot be used: it throws at import, or lacks an export. */
  | "error"
  | "timeout"
  /** The test process died. */
  | "crash"
  /** More output than the limit. */
  | "output"
  | "memory"
  /** More processes and threads at a time than the limit. */
  | "processes"
  /** Something was left behind. */
  | "leak"
  | "skipped"
  | "tampered"
  /** The course or the machine, never the learner. */
  | "infra";

export interface TestResult {
  /** As in `pipeline/T3`, stable for ever. */
  readonly id: string;
  readonly name: string;
  readonly status: VerdictStatus;
  readonly ms: number;
  /** What a red test tells. */
  readonly facts?: FailureFacts;
  /** Why a test was skipped. */
  readonly reason?: string;
  /** What the code printed while this test ran. */
  readonly printed?: string;
  /** True when the test did not get its turn: the tests before it used up the time, or ended the process. */
  readonly isUnrun?: boolean;
}

/** A test's name within its lesson, as in `T3` of `pipeline/T3`. */
export function shortName(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}

/** What one run of a lesson's tests against one subject says, with its evidence. */
export interface Verdict {
  readonly job: Job;
  readonly status: VerdictStatus;
  /** One sentence on why it is not a pass; empty on a pass. */
  readonly cause: string;
  readonly tests: readonly TestResult[];
  readonly ms: number;
  /** How much the deadlines were stretched because the machine was slow. */
  readonly factor: number;
  /** What the test process printed. */
  readonly output: string;
  /** The known mistake that fails in exactly this way. */
  readonly looksLike?: Likeness;
}

/** A wrong variant that fails the same tests with the same words, and is the only one to do so. */
export interface Likeness {
  /** As in `buffers_each_stage`. */
  readonly variant: string;
  /** The mistake in one line, shown to the learner. */
  readonly mistake: string;
}

/** The first test that is neither passed nor skipped. */
export function firstFailure(verdict: Verdict): TestResult | undefined {
  return verdict.tests.find((test) => test.status !== "pass" && test.status !== "skipped");
}

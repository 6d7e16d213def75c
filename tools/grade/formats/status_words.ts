import type { VerdictStatus } from "../../course/verdict.ts";

/** What most formats can tell apart. */
export type Outcome = "pass" | "fail" | "error" | "skipped";

export interface StatusWords {
  readonly outcome: Outcome;
  /** One letter for tables: meaning never hangs on colour alone. */
  readonly letter: string;
  /** The word for a table's cell. */
  readonly word: string;
  /** The sentence for a student who may not be shown more. */
  readonly sentence: string;
}

/** How each status is told; a status that is added to the union must be told too. */
export const STATUS_WORDS: Readonly<Record<VerdictStatus, StatusWords>> = {
  pass: tell("pass", "P", "passed", "It passed."),
  fail: tell("fail", "F", "failed", "It gave another result than expected."),
  error: tell(
    "error",
    "E",
    "not loadable",
    "The file could not be used: it is missing, or its import failed.",
  ),
  timeout: tell("error", "T", "time-out", "It took longer than the time allowed."),
  crash: tell("error", "C", "crashed", "The process ended before the check did."),
  output: tell("error", "O", "too much output", "It printed more than the limit."),
  memory: tell("error", "M", "out of memory", "It took more memory than the limit."),
  processes: tell(
    "error",
    "N",
    "too many processes",
    "It had more processes and threads at a time than the limit.",
  ),
  leak: tell("fail", "L", "left something", "It left a process, file or handle behind."),
  skipped: tell("skipped", "S", "skipped", "It was skipped: this machine cannot run it."),
  tampered: tell("fail", "X", "tampered", "What it reported contradicts what was seen."),
  infra: tell("error", "I", "not judged", "The grader or the machine failed, not the submission."),
};

/** Whether a status says something about the submission; what is not judged never counts against the student. */
export function isJudged(status: VerdictStatus): boolean {
  return status !== "infra" && status !== "skipped";
}

function tell(outcome: Outcome, letter: string, word: string, sentence: string): StatusWords {
  return { outcome, letter, word, sentence };
}

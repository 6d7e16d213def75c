// The canonical result of grading: written by the trusted process alone; every other format is a function of it.
import type { VerdictStatus } from "../course/verdict.ts";

/** Names the shape of the file; grows when a field changes its meaning or goes. */
export const REPORT_SCHEMA = "ipc-course/report/v1";

/** How far a submission could reach: `none` only with --unsafe-no-sandbox. */
export type IsolationLevel = "bwrap" | "uid+landlock" | "landlock" | "none";

/** Who may read a check's text, and when. */
export type Visibility = "visible" | "hidden" | "after_due_date";

export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly course: {
    readonly commit: string;
    /** Over the extra checks of --extra, where there are any. */
    readonly extra?: string;
  };
  readonly grader: { readonly version: string; readonly deno: string };
  readonly submission: {
    /** As in `anna`: the name under which it was handed in. */
    readonly id: string;
    /** Over the files that were taken from it. */
    readonly sha256: string;
    /** The commit that was taken, where a repository was handed in. */
    readonly commit?: string;
  };
  readonly isolation: {
    readonly level: IsolationLevel;
    /** What this level cannot stop, a sentence each; empty at the strongest. */
    readonly warnings: readonly string[];
  };
  /** Where the inputs of the observed checks came from. */
  readonly seed: number;
  /** ISO date. */
  readonly started: string;
  readonly wallMs: number;
  /** What made points of the statuses, when that was a policy file: partial credit, and the file's hash. */
  readonly policy?: { readonly partialCredit: "none" | "checks"; readonly sha256: string };
  /** The exact sum of the lessons' scores, which are whole hundredths. */
  readonly score: number;
  /** Of all lessons, those that are still to be graded included. */
  readonly maxScore: number;
  /** False while lessons are still to be graded: a killed grader leaves a valid partial report. */
  readonly isComplete: boolean;
  /** Only until it is complete: what the report said that it replaces, so that a crash hides no changed points. */
  readonly before?: readonly EarlierLesson[];
  readonly lessons: readonly LessonReport[];
}

/** What a lesson came to at another time. */
export type EarlierLesson = Pick<LessonReport, "id" | "status" | "score" | "maxScore">;

export interface LessonReport {
  /** The lesson's slug. */
  readonly id: string;
  readonly title: string;
  readonly status: VerdictStatus;
  /** In plain words why it is not a pass; empty on a pass. */
  readonly cause: string;
  readonly score: number;
  readonly maxScore: number;
  /** A person should look: the suite is green and the observed checks are not. */
  readonly needsReview: boolean;
  readonly checks: readonly CheckReport[];
  readonly wallMs: number;
}

export interface CheckReport {
  /** As in `pipeline/T3`, `pipeline/observed/1`, or `pipeline/extra/1` for a teacher's own. */
  readonly id: string;
  /** `observed` is the authority, `suite` gives breadth and text. */
  readonly kind: "observed" | "suite";
  readonly name: string;
  readonly status: VerdictStatus;
  /** What it adds to the share of its lesson that is earned, in weights of the policy; 0 where there is no partial credit. */
  readonly score: number;
  readonly maxScore: number;
  readonly visibility: Visibility;
  /** For the student; without control characters and bidirectional overrides. */
  readonly message: string;
  /** What the submission printed meanwhile, cleaned alike. */
  readonly output: string;
  /** Whether message or output were cut. */
  readonly isTruncated: boolean;
  readonly ms: number;
}

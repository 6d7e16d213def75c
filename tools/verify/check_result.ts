import type { Look } from "../course/looks/look.ts";
import type { RedFacts } from "./docs/mod.ts";
import type { LooksCount } from "./looks/judge_looks.ts";

/** The gates, in the order of the table. */
export const GATES = [
  "stub",
  "solution",
  "wrong",
  "right",
  "observed",
  "types",
  "docs",
  "mutants",
  "looks",
  "soak",
  "repo",
] as const;
export type Gate = typeof GATES[number];

/** One thing that verify checked. */
export interface CheckResult {
  readonly gate: Gate;
  /** The lesson's slug; undefined for checks of the repository as a whole. */
  readonly slug: string | undefined;
  /** What was checked, as in `wrong/never_closes_stdin`. */
  readonly name: string;
  /** What is wrong, one line each; empty when it passed. */
  readonly problems: readonly string[];
  /** Tests that the machine could not run, as `pipeline/T10 needs setsid(1)`. */
  readonly skips: readonly string[];
  readonly ms: number;
  /** Ids of the tests that were red. */
  readonly red?: readonly string[];
  /** How many wrong variants of the lesson are recognised by how they fail. */
  readonly recognised?: LooksCount;
  /** What all red tests said. */
  readonly look?: Look;
  /** What the first red test said. */
  readonly facts?: RedFacts;
  /** What it found, in a word or two. */
  readonly note?: string;
  /** Whether `note` says in the table what all checks of this gate and lesson found. */
  readonly isSummary?: boolean;
}

export function isPassed(result: CheckResult): boolean {
  return result.problems.length === 0;
}

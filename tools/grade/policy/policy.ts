import type { Visibility } from "../report.ts";

/** What a teacher decides about points, and about who reads what; the grading itself knows nothing of it. */
export interface Policy {
  /** `none`: a lesson is passed or not. `checks`: a lesson that is not passed earns the share of its checks that are. */
  readonly partialCredit: PartialCredit;
  /** What a lesson is worth, by its slug; 1 where it is not named. */
  readonly worth: ReadonlyMap<string, number>;
  /** What a check weighs in its lesson; 1 where no rule fits. */
  readonly weights: readonly Rule<number>[];
  /** Who reads a check; visible where no rule fits. */
  readonly visibility: readonly Rule<Visibility>[];
  /** Over the file that it was read from; undefined for the policy without a file. */
  readonly sha256: string | undefined;
}

export type PartialCredit = "none" | "checks";

/** Says something of all checks whose id fits a pattern, as in `pipeline/observed/*`. */
export interface Rule<Value> {
  readonly pattern: string;
  readonly value: Value;
}

/** A lesson is passed or not, each is worth 1, and all is visible. */
export const PLAIN_POLICY: Policy = {
  partialCredit: "none",
  worth: new Map(),
  weights: [],
  visibility: [],
  sha256: undefined,
};

/** Finds what the rules say of a check: the last that fits holds, so that exceptions come after the rule. */
export function findRule<Value>(rules: readonly Rule<Value>[], id: string): Value | undefined {
  return rules.findLast((rule) => fits(rule.pattern, id))?.value;
}

/** Whether an id fits a pattern, in which `*` stands for anything, also for nothing. */
export function fits(pattern: string, id: string): boolean {
  const source = pattern.split("*").map((part) => RegExp.escape(part)).join(".*");
  return new RegExp(`^${source}$`, "s").test(id);
}

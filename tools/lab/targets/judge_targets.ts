import { ratioOf, type Spread, spreadOf } from "../statistics.ts";
import { findSamples, type TargetResults } from "./results.ts";
import { type Row, ROWS, type Target } from "./rows.ts";

/** What a run says of a target. */
export type Verdict = "met" | "missed" | "cannot say" | "not measured";

/** A target beside what was measured. */
export interface Finding {
  readonly row: Row;
  readonly target: Target;
  /** How many times as fast ours is, made round by round; undefined when one of them was not measured. */
  readonly ratio: Spread | undefined;
  /** The middles, in nanoseconds; undefined for who was not measured. */
  readonly ours: number;
  readonly theirs: number | undefined;
  readonly verdict: Verdict;
}

/** From fewer rounds, nobody can tell how far apart they are. */
const LEAST_ROUNDS = 3;

/** Judges all targets of which at least our side was measured. */
export function judgeTargets(results: TargetResults): Finding[] {
  return ROWS.flatMap((row) => row.targets.flatMap((target) => judge(results, row, target)));
}

/** Judges a ratio: it has to be on one side of the target with its whole middle half. */
export function judgeRatio(ratio: Spread | undefined, atLeast: number): Verdict {
  if (ratio === undefined) return "not measured";
  if (ratio.low >= atLeast) return "met";
  return ratio.high < atLeast ? "missed" : "cannot say";
}

function judge(results: TargetResults, row: Row, target: Target): Finding[] {
  const samplesOf = (player: string) =>
    findSamples(results, { lesson: row.lesson, player, measure: target.measure });
  const [ours, theirs] = [samplesOf(target.ours), samplesOf(target.theirs)];
  if (ours.length === 0) return [];
  const isMeasured = theirs.length > 0;
  const ratio = isMeasured ? ratioOf(theirs, ours) : undefined;
  const isShort = Math.min(ours.length, theirs.length) < LEAST_ROUNDS;
  return [{
    row,
    target,
    ratio,
    ours: spreadOf(ours).median,
    theirs: isMeasured ? spreadOf(theirs).median : undefined,
    verdict: isShort && isMeasured ? "cannot say" : judgeRatio(ratio, target.atLeast),
  }];
}

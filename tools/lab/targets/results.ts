import type { Machine } from "../machine.ts";
import type { ContestantId } from "./rows.ts";

/** What one run has measured; as JSON, what `--json` writes and `--compare` reads. */
export interface TargetResults {
  readonly format: "targets 1";
  readonly date: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly budgetMs: number;
  readonly absent: readonly { readonly id: ContestantId; readonly reason: string }[];
  readonly series: readonly TargetSeries[];
  /** Players that could not be measured, or not in all rounds. */
  readonly failures: readonly TargetFailure[];
}

/** A player's samples of one measure, by round: nanoseconds for each message, call or job. */
export interface TargetSeries {
  readonly lesson: string;
  readonly player: string;
  readonly measure: string;
  readonly ns: readonly number[];
}

/** Why a player was not measured. */
export interface TargetFailure {
  readonly lesson: string;
  readonly player: string;
  readonly reason: string;
}

/** Tells whether this value is what a run has measured, and of a version that is understood. */
export function isTargetResults(value: unknown): value is TargetResults {
  return isObject(value) && value.format === "targets 1" && typeof value.date === "string" &&
    Array.isArray(value.series) && value.series.every(isSeries);
}

/** Finds the samples of a player; none where it was not measured. */
export function findSamples(
  { series }: TargetResults,
  wanted: { lesson: string; player: string; measure: string },
): readonly number[] {
  return series.find(({ lesson, player, measure }) =>
    lesson === wanted.lesson && player === wanted.player && measure === wanted.measure
  )?.ns ?? [];
}

function isSeries(value: unknown): value is TargetSeries {
  return isObject(value) && typeof value.lesson === "string" && typeof value.player === "string" &&
    typeof value.measure === "string" && Array.isArray(value.ns) && value.ns.length > 0 &&
    value.ns.every((ns) => typeof ns === "number" && ns > 0 && Number.isFinite(ns));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

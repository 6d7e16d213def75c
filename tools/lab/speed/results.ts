import type { Machine } from "../machine.ts";
import type { Absent, ContestantId } from "./contestants.ts";
import type { Measure } from "./scenarios.ts";

/** What one run of the lab has measured; as JSON, what `--json` writes and `--compare` reads. */
export interface Results {
  readonly format: 1;
  readonly date: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly budgetMs: number;
  readonly absent: readonly Absent[];
  readonly series: readonly Series[];
  /** Pairs that could not be measured, or not in all rounds. */
  readonly failures: readonly Failure[];
}

/** One contestant's samples of one measure, by round: nanoseconds for each message. */
export interface Series {
  readonly scenario: string;
  readonly measure: Measure;
  readonly contestant: ContestantId;
  readonly what: string;
  readonly ns: readonly number[];
}

export interface Failure {
  readonly scenario: string;
  readonly contestant: ContestantId;
  readonly reason: string;
}

/** Tells whether this value is what a run has measured, and of a version that is understood. */
export function isResults(value: unknown): value is Results {
  return isObject(value) && value.format === 1 && Array.isArray(value.series) &&
    value.series.every(isSeries);
}

/** Finds the series of another run, or of another contestant, that measures the same. */
export function findSeries(
  all: readonly Series[],
  like: {
    scenario: string;
    measure: Pick<Measure, "kind" | "byteCount">;
    contestant: ContestantId;
  },
): Series | undefined {
  return all.find(({ scenario, measure, contestant }) =>
    scenario === like.scenario && contestant === like.contestant &&
    measure.kind === like.measure.kind && measure.byteCount === like.measure.byteCount
  );
}

function isSeries(value: unknown): value is Series {
  return isObject(value) && typeof value.scenario === "string" && isObject(value.measure) &&
    typeof value.contestant === "string" && Array.isArray(value.ns) && value.ns.length > 0 &&
    value.ns.every((ns) => typeof ns === "number" && ns > 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

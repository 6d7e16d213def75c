import { rank, ratioOf, spreadOf } from "../statistics.ts";
import type { ContestantId } from "./contestants.ts";
import { findSeries, type Series } from "./results.ts";
import { nameMeasure } from "./scenarios.ts";

/** What the tables call the contestants. */
export const NAMES: Readonly<Record<ContestantId, string>> = {
  course: "course",
  deno: "Deno",
  python: "Python",
  node: "Node",
  c: "C",
};

/** What stands above the cells of {@linkcode renderCells}. */
export const HEAD: readonly string[] = ["", "middle", "middle half", "rank", "to C", "to Python"];

/** In place of a rank: nobody in the group can be told apart. */
export const TOO_NOISY = "?";

/** Groups what can be ranked: the series of one scenario by what they measure. */
export function groupByMeasure(series: readonly Series[]): Map<string, Series[]> {
  return Map.groupBy(series, ({ measure }) => nameMeasure(measure));
}

/** Renders one row for each series of a group; `all` is where C and Python are found. */
export function renderCells(group: readonly Series[], all: readonly Series[]): string[][] {
  const ranks = rank(group, ({ ns }) => ns);
  return group.map((one) => {
    const spread = spreadOf(one.ns);
    return [
      NAMES[one.contestant],
      renderNs(spread.median),
      `${renderNs(spread.low)} to ${renderNs(spread.high)}`,
      renderRank(ranks, one),
      renderRatio(findSeries(all, { ...one, contestant: "c" }), one),
      renderRatio(findSeries(all, { ...one, contestant: "python" }), one),
    ];
  });
}

/** Renders nanoseconds in a unit of which there are a few, as in `13.0 µs`. */
export function renderNs(ns: number): string {
  const [size, unit] = UNITS.find(([size]) => ns >= size) ?? [1, "ns"];
  return `${renderDigits(ns / size, 3)} ${unit}`;
}

/** Renders how many times as fast, as in `0.48x`. */
export function renderTimes(ratio: number): string {
  return `${renderDigits(ratio, 2)}x`;
}

const UNITS = [[1e9, "s"], [1e6, "ms"], [1e3, "µs"]] as const;

function renderDigits(value: number, digits: number): string {
  return value >= 10 ** digits ? value.toFixed(0) : value.toPrecision(digits);
}

function renderRank(ranks: readonly (readonly Series[])[], one: Series): string {
  if (ranks.length === 1) return (ranks[0]?.length ?? 0) > 1 ? TOO_NOISY : "";
  const before = ranks.slice(0, ranks.findIndex((group) => group.includes(one)));
  const isShared = (ranks[before.length]?.length ?? 0) > 1;
  return `${before.flat().length + 1}${isShared ? "=" : ""}`;
}

function renderRatio(theirs: Series | undefined, ours: Series): string {
  if (theirs === undefined || theirs === ours) return "";
  return renderTimes(ratioOf(theirs.ns, ours.ns).median);
}

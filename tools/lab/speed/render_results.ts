import { renderTable } from "../../term/table.ts";
import { rank, ratioOf, spreadOf } from "../statistics.ts";
import type { ContestantId } from "./contestants.ts";
import { findSeries, type Results, type Series } from "./results.ts";
import { nameMeasure, SCENARIOS } from "./scenarios.ts";

/** What the tables call the contestants, in the order of the columns. */
export const NAMES: Readonly<Record<ContestantId, string>> = {
  course: "course",
  deno: "Deno",
  python: "Python",
  node: "Node",
  c: "C",
};

const BAR_COLUMNS = 24;
const TOO_NOISY = "?";

/** Renders a table with bars for each scenario, what is absent, and the machine. */
export function renderResults(results: Results): string {
  const scenarios = SCENARIOS.filter(({ id }) => results.series.some((one) => one.scenario === id));
  const tables = scenarios.map(({ id, name }) => `${name}\n\n${renderScenario(results, id)}`);
  const parts = [...tables, renderLegend(tables), renderNotes(results), renderMachine(results)];
  return parts.filter((part) => part !== "").join("\n\n");
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

function renderScenario({ series }: Results, scenario: string): string {
  const own = series.filter((one) => one.scenario === scenario);
  const rows: string[][] = [["", "", "middle", "middle half", "rank", "to C", "to Python", ""]];
  for (const group of groupByMeasure(own).values()) {
    const slowest = Math.max(...group.map(({ ns }) => spreadOf(ns).median));
    const ranks = rank(group, ({ ns }) => ns);
    group.forEach((one, index) => {
      const spread = spreadOf(one.ns);
      rows.push([
        index === 0 ? nameMeasure(one.measure) : "",
        NAMES[one.contestant],
        renderNs(spread.median),
        `${renderNs(spread.low)} to ${renderNs(spread.high)}`,
        renderRank(ranks, one),
        renderRatio(findSeries(series, { ...one, contestant: "c" }), one),
        renderRatio(findSeries(series, { ...one, contestant: "python" }), one),
        renderAmount(spread.median, slowest),
      ]);
    });
  }
  return renderTable(rows);
}

function groupByMeasure(series: readonly Series[]): Map<string, Series[]> {
  return Map.groupBy(series, ({ measure }) => nameMeasure(measure));
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

function renderAmount(value: number, most: number): string {
  return "#".repeat(Math.max(1, Math.round(value / most * BAR_COLUMNS)));
}

function renderLegend(tables: readonly string[]): string {
  return [
    "middle half: half of the rounds lie there. =: their middle halves overlap, another run may turn them round.",
    "to C, to Python: how many times as fast, round by round.",
    ...(tables.some((table) => table.includes(` ${TOO_NOISY} `))
      ? [`${TOO_NOISY}: too noisy to rank`]
      : []),
  ].join("\n");
}

function renderNotes({ absent, failures }: Results): string {
  const name = (id: string) => SCENARIOS.find((scenario) => scenario.id === id)?.name ?? id;
  return [
    ...absent.map(({ id, reason }) => `Without ${NAMES[id]}: ${reason}`),
    ...failures.map(({ scenario, contestant, reason }) =>
      `Not measured: ${name(scenario)}, ${NAMES[contestant]}: ${reason}`
    ),
  ].join("\n");
}

function renderMachine({ machine, rounds, budgetMs, date }: Results): string {
  const [before, after] = machine.load.map((load) => load.toFixed(1));
  const isBusy = Math.max(...machine.load) > machine.processors;
  return [
    `${date.slice(0, 10)}, ${machine.os} ${machine.kernel} ${machine.arch}, ` +
    `${machine.processors} processors, load ${before} before and ${after} after`,
    `${rounds} rounds of ${budgetMs} ms for each number; ${machine.versions.join(", ")}`,
    ...(isBusy
      ? ["The machine is busy with other things: look at the ratios, or come back later."]
      : []),
  ].join("\n");
}

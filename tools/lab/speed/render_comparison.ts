import { renderTable } from "../../term/table.ts";
import { compareRanks, renderRanks } from "./compare_ranks.ts";
import { rank, spreadOf } from "../statistics.ts";
import { NAMES, renderNs, renderTimes } from "./render_cells.ts";
import { findSeries, type Results } from "./results.ts";
import { findScenario, nameMeasure } from "./scenarios.ts";

/** Renders how many times as fast this run is as an earlier one, for all that both have measured. */
export function renderComparison(earlier: Results, now: Results): string {
  const rows = now.series.flatMap((series) => {
    const old = findSeries(earlier.series, series);
    if (old === undefined) return [];
    const [before, after] = [spreadOf(old.ns), spreadOf(series.ns)];
    const isClear = rank([old.ns, series.ns], (ns) => ns).length === 2;
    return [[
      findScenario(series.scenario)?.name ?? series.scenario,
      nameMeasure(series.measure),
      NAMES[series.contestant],
      renderNs(before.median),
      renderNs(after.median),
      `${renderTimes(before.median / after.median)}${isClear ? "" : " ?"}`,
    ]];
  });
  if (rows.length === 0) return `Nothing of this run was measured on ${earlier.date.slice(0, 10)}`;
  const head = ["", "", "", earlier.date.slice(0, 10), "now", "as fast"];
  const ranks = renderRanks(compareRanks(earlier, now));
  const [before, after] = [earlier, now].map(({ machine }) => machine);
  const isOther = before?.kernel !== after?.kernel || before?.processors !== after?.processors;
  return [
    renderTable([head, ...rows]),
    "",
    "?: the middle halves overlap, so that it may be chance",
    ...ranks === "" ? [] : ["", ranks],
    ...(isOther ? ["The earlier run was on another machine, or another kernel."] : []),
  ].join("\n");
}

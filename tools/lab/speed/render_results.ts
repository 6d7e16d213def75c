import { renderTable } from "../../term/table.ts";
import { renderMachine } from "../machine.ts";
import { spreadOf } from "../statistics.ts";
import { groupByMeasure, HEAD, NAMES, renderCells, TOO_NOISY } from "./render_cells.ts";
import type { Results } from "./results.ts";
import { SCENARIOS } from "./scenarios.ts";

const BAR_COLUMNS = 24;

/** Renders a table with bars for each scenario, what is absent, and the machine. */
export function renderResults(results: Results): string {
  const scenarios = SCENARIOS.filter(({ id }) => results.series.some((one) => one.scenario === id));
  const tables = scenarios.map(({ id, name }) => `${name}\n\n${renderScenario(results, id)}`);
  const parts = [...tables, renderLegend(tables), renderNotes(results), renderMachine(results)];
  return parts.filter((part) => part !== "").join("\n\n");
}

function renderScenario({ series }: Results, scenario: string): string {
  const own = series.filter((one) => one.scenario === scenario);
  const rows = [["", ...HEAD, ""]];
  for (const [name, group] of groupByMeasure(own)) {
    const medians = group.map(({ ns }) => spreadOf(ns).median);
    renderCells(group, series).forEach((cells, index) => {
      const bar = renderAmount(medians[index] ?? 0, Math.max(...medians));
      rows.push([index === 0 ? name : "", ...cells, bar]);
    });
  }
  return renderTable(rows);
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

/** Renders who is absent, and what could not be measured; empty when that is nobody and nothing. */
export function renderNotes({ absent, failures }: Results): string {
  const name = (id: string) => SCENARIOS.find((scenario) => scenario.id === id)?.name ?? id;
  return [
    ...absent.map(({ id, reason }) => `Without ${NAMES[id]}: ${reason}`),
    ...failures.map(({ scenario, contestant, reason }) =>
      `Not measured: ${name(scenario)}, ${NAMES[contestant]}: ${reason}`
    ),
  ].join("\n");
}

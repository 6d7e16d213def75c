import { renderMachine } from "../machine.ts";
import { PAGE_STYLE } from "../page_style.ts";
import { type ChartRow, escapeHtml, renderChart } from "../render_chart.ts";
import { spreadOf } from "../statistics.ts";
import { type Finding, judgeClaim } from "./claim.ts";
import { EXPLANATIONS } from "./explain.ts";
import { groupByMeasure, HEAD, NAMES, renderCells, renderNs } from "./render_cells.ts";
import { renderNotes } from "./render_results.ts";
import type { Results, Series } from "./results.ts";
import { type Scenario, SCENARIOS } from "./scenarios.ts";

/** Renders results as one HTML page that needs nothing else: charts, tables, light and dark, and for paper. */
export function renderPage(results: Results): string {
  const date = results.date.slice(0, 10);
  const scenarios = SCENARIOS.filter(({ id }) => results.series.some((one) => one.scenario === id));
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The lab, ${date}</title>
<style>${PAGE_STYLE}</style>
<h1>The lab: how fast two processes talk</h1>
${renderParagraphs(renderMachine(results))}
<p>A dot is the middle of the rounds, the line behind it the middle half of them. The axis is logarithmic: equal distances are
equal ratios. Further left is faster.</p>
${renderClaim(results)}
${scenarios.map((scenario) => renderScenario(results, scenario)).join("\n")}
${renderParagraphs(renderNotes(results))}
</html>
`;
}

function renderClaim(results: Results): string {
  const { by, findings } = judgeClaim(results);
  if (findings.length === 0) return "";
  const rows = findings.flatMap(({ measure, ranks }) =>
    ranks.flat().map(({ family, ns }) => makeRow(measure, family, "--course", ns))
  );
  return `<section><h2>The tutorial's claim</h2>
<blockquote>Shared memory is fastest, pipes and signals are fast, queues medium, sockets slower.</blockquote>
<p>The best mechanism of each kind, in ${NAMES[by]}:</p>
<figure>${renderChart(rows, { name: "The best mechanism of each kind", renderTick })}</figure>
<dl>${findings.map(renderFinding).join("")}</dl></section>`;
}

function renderFinding({ measure, verdict, why }: Finding): string {
  const text = `${verdict.charAt(0).toUpperCase()}${verdict.slice(1)}.`;
  return `<dt>${escapeHtml(measure)}</dt><dd><strong>${escapeHtml(text)}</strong> ${
    escapeHtml(why)
  }</dd>`;
}

function renderScenario({ series }: Results, { id, name }: Scenario): string {
  const own = series.filter(({ scenario }) => scenario === id);
  const groups = groupByMeasure(own);
  const rows = [...groups].flatMap(([group, members]) =>
    members.map(({ contestant, ns }) => makeRow(group, NAMES[contestant], `--${contestant}`, ns))
  );
  const uses = new Map(own.map(({ contestant, what }) => [contestant, what]));
  const list = [...uses].map(([contestant, what]) =>
    `<li><strong>${NAMES[contestant]}</strong>: ${escapeHtml(what)}</li>`
  );
  return `<section><h2>${escapeHtml(name)}</h2>
<p>${escapeHtml(EXPLANATIONS[id] ?? "")}</p>
<figure>${renderChart(rows, { name, renderTick })}</figure>
<ul>${list.join("")}</ul>
${renderTable(groups, series)}</section>`;
}

function renderTable(groups: ReadonlyMap<string, Series[]>, series: readonly Series[]): string {
  const rows = [...groups].flatMap(([name, group]) =>
    renderCells(group, series).map((cells, index) => {
      const head = index === 0
        ? `<th scope="rowgroup" rowspan="${group.length}">${escapeHtml(name)}</th>`
        : "";
      return `<tr>${head}${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`;
    })
  );
  const head = ["", ...HEAD].map((cell) => `<th>${cell}</th>`).join("");
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
}

function makeRow(group: string, label: string, color: string, ns: readonly number[]): ChartRow {
  const spread = spreadOf(ns);
  return { group, label, color, value: renderNs(spread.median), ...spread };
}

function renderTick(ns: number): string {
  return renderNs(ns).replace(/\.0+ /, " ");
}

function renderParagraphs(text: string): string {
  return text === "" ? "" : text.split("\n").map((line) => `<p>${escapeHtml(line)}</p>`).join("\n");
}

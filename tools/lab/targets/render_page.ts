import { renderMachine } from "../machine.ts";
import { PAGE_STYLE } from "../page_style.ts";
import { type ChartRow, escapeHtml, renderChart } from "../render_chart.ts";
import { renderTimes } from "../speed/render_cells.ts";
import { type Finding, judgeTargets } from "./judge_targets.ts";
import {
  HEAD,
  nameMeasure,
  nameRow,
  renderAbsences,
  renderCount,
  renderFinding,
  renderHints,
} from "./render_targets.ts";
import type { TargetResults } from "./results.ts";

const COLORS = {
  missed: "--python",
  met: "--deno",
  "cannot say": "--c",
  "not measured": "--c",
} as const;

/** Renders results as one HTML page that needs nothing else: a chart of how far each ratio is from its target, and a table. */
export function renderPage(results: TargetResults): string {
  const findings = judgeTargets(results);
  const date = results.date.slice(0, 10);
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The targets, ${date}</title>
<style>${PAGE_STYLE}</style>
<h1>The targets of the solutions</h1>
${renderParagraphs(renderMachine(results))}
${renderParagraphs(renderCount(findings))}
${renderFigure(findings)}
${renderTable(findings)}
${renderParagraphs(renderHints(findings))}
${renderParagraphs(renderAbsences(results))}
</html>
`;
}

function renderFigure(findings: readonly Finding[]): string {
  const rows = findings.flatMap(makeRow);
  if (rows.length === 0) return "";
  const name = "How many times the target each ratio is";
  return `<p>A dot is the ratio through its target: right of 1x, it is met. The line behind it is the middle half of the
rounds. The axis is logarithmic.</p>
<figure>${renderChart(rows, { name, renderTick: renderTimes })}</figure>`;
}

function makeRow(finding: Finding): ChartRow[] {
  const { row, target: { atLeast, ours, theirs }, ratio, verdict } = finding;
  if (ratio === undefined) return [];
  const { low, median, high } = ratio;
  return [{
    group: `${nameRow(row)}, ${nameMeasure(finding)}, ${ours}`,
    label: theirs,
    color: COLORS[verdict],
    value: renderTimes(median / atLeast),
    low: low / atLeast,
    median: median / atLeast,
    high: high / atLeast,
  }];
}

function renderTable(findings: readonly Finding[]): string {
  const rows = findings.map((finding) =>
    renderCells("td", [finding.row.lesson.slice(0, 2), ...renderFinding(finding)])
  );
  return `<table><thead>${renderCells("th", ["", ...HEAD])}</thead><tbody>${
    rows.join("\n")
  }</tbody></table>`;
}

function renderCells(tag: "td" | "th", cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("")}</tr>`;
}

function renderParagraphs(text: string): string {
  return text === "" ? "" : text.split("\n").map((line) => `<p>${escapeHtml(line)}</p>`).join("\n");
}

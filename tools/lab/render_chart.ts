import { DOMParser, Plot } from "./plot.ts";

/** A row of a chart: a dot at the middle, a line over the middle half. */
export interface ChartRow {
  /** Stands above the rows that share it, once. */
  readonly group: string;
  readonly label: string;
  readonly value: string;
  /** The row's colour, as a custom property of the page, as in `--course`. */
  readonly color: string;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** A row, or the name of a group, at its place in the chart. */
interface Line extends ChartRow {
  readonly place: number;
}

const WIDTH = 760;
const LEFT = 120;
const RIGHT = 90;
const TOP = 24;
const LINE_HEIGHT = 22;

/**
 * Renders rows of positive numbers as SVG, on a logarithmic axis: equal distances are equal ratios, and dots, unlike bars,
 * do not pretend to begin at zero.
 *
 * @param o `name`: what screen readers say; `renderTick`: the label of a power of ten
 */
export function renderChart(
  rows: readonly ChartRow[],
  { name, renderTick }: { name: string; renderTick: (value: number) => string },
): string {
  const lines: Line[] = [];
  const heads: Line[] = [];
  let place = 0;
  for (const [index, row] of rows.entries()) {
    if (row.group !== rows[index - 1]?.group) heads.push({ ...row, place: place++ });
    lines.push({ ...row, place: place++ });
  }
  const ticks = listDecades(rows);
  const y = { y: "place" } as const;
  const color = ({ color }: Line) => `var(${color})`;
  const chart = Plot.plot({
    document: new DOMParser().parseFromString("<html></html>", "text/html"),
    ariaLabel: name,
    width: WIDTH,
    height: TOP + place * LINE_HEIGHT,
    margin: 0,
    marginTop: TOP,
    marginLeft: LEFT,
    marginRight: RIGHT,
    x: { type: "log", domain: [ticks[0], ticks.at(-1)] },
    y: { type: "band", axis: null },
    color: { type: "identity" },
    style: { fontSize: "13px" },
    marks: [
      Plot.axisX({ anchor: "top", ticks, tickSize: 0, tickFormat: renderTick, label: null }),
      Plot.gridX({ ticks, stroke: "var(--grid)", strokeOpacity: 1 }),
      Plot.text(heads, {
        ...y,
        text: "group",
        frameAnchor: "left",
        dx: -LEFT,
        fontWeight: 600,
      }),
      Plot.text(lines, { ...y, text: "label", frameAnchor: "left", textAnchor: "end", dx: -12 }),
      Plot.ruleY(lines, {
        ...y,
        x1: "low",
        x2: "high",
        stroke: color,
        strokeWidth: 5,
        strokeLinecap: "round",
        strokeOpacity: 0.4,
      }),
      Plot.dot(lines, { ...y, x: "median", fill: color, r: 5 }),
      Plot.text(lines, {
        ...y,
        text: "value",
        frameAnchor: "right",
        textAnchor: "end",
        dx: RIGHT,
        fontVariant: "tabular-nums",
      }),
    ],
  });
  chart.setAttribute("role", "img");
  return chart.outerHTML;
}

/** Escapes text for HTML, attributes included. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** The powers of ten around all rows, two at least. */
function listDecades(rows: readonly ChartRow[]): number[] {
  const low = Math.floor(Math.log10(Math.min(...rows.map((row) => row.low))));
  const high = Math.ceil(Math.log10(Math.max(...rows.map((row) => row.high))));
  return Array.from({ length: Math.max(2, high - low + 1) }, (_, index) => 10 ** (low + index));
}

/** A row of a chart: a dot at the middle, a line over the middle half. */
export interface ChartRow {
  /** Stands above the rows that share it, once. */
  readonly group: string;
  readonly label: string;
  readonly value: string;
  /** The row's colour, as a class of the page. */
  readonly className: string;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

const WIDTH = 760;
const LEFT = 120;
const RIGHT = 660;
const ROW_HEIGHT = 20;
const GROUP_HEIGHT = 30;
const AXIS_HEIGHT = 24;

/**
 * Renders rows of positive numbers as SVG, on a logarithmic axis: equal distances are equal ratios, and dots, unlike bars,
 * do not pretend to begin at zero.
 *
 * @param o `name`: what screen readers say; `renderTick`: the label of a power of ten
 */
export function renderChart(
  rows: readonly ChartRow[],
  o: { name: string; renderTick: (value: number) => string },
): string {
  const decades = listDecades(rows);
  const [first = 0] = decades;
  const span = Math.max(1, decades.length - 1);
  const place = (value: number) =>
    round(LEFT + (Math.log10(value) - first) / span * (RIGHT - LEFT));
  const body: string[] = [];
  let y = AXIS_HEIGHT;
  let group = "";
  for (const row of rows) {
    if (row.group !== group) {
      group = row.group;
      y += GROUP_HEIGHT;
      body.push(`<text class="group" x="0" y="${y - 10}">${escapeHtml(group)}</text>`);
    }
    y += ROW_HEIGHT;
    body.push(renderRow(row, y - ROW_HEIGHT / 2, place));
  }
  const grid = decades.map((decade) => {
    const x = round(LEFT + (decade - first) / span * (RIGHT - LEFT));
    return `<line class="grid" x1="${x}" x2="${x}" y1="${AXIS_HEIGHT}" y2="${y}"/>` +
      `<text class="tick" x="${x}" y="14">${escapeHtml(o.renderTick(10 ** decade))}</text>`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${y + 4}" role="img" aria-label="${escapeHtml(o.name)}">` +
    `${grid.join("")}${body.join("")}</svg>`;
}

/** Escapes text for HTML, attributes included. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** The powers of ten around all rows. */
function listDecades(rows: readonly ChartRow[]): number[] {
  const low = Math.floor(Math.log10(Math.min(...rows.map((row) => row.low))));
  const high = Math.ceil(Math.log10(Math.max(...rows.map((row) => row.high))));
  return Array.from({ length: Math.max(2, high - low + 1) }, (_, index) => low + index);
}

function renderRow(row: ChartRow, y: number, place: (value: number) => number): string {
  const [low, median, high] = [row.low, row.median, row.high].map(place);
  return `<g class="${row.className}">` +
    `<text class="label" x="${LEFT - 12}" y="${y + 4}">${escapeHtml(row.label)}</text>` +
    `<line class="spread" x1="${low}" x2="${high}" y1="${y}" y2="${y}"/>` +
    `<circle cx="${median}" cy="${y}" r="5"/>` +
    `<text class="value" x="${WIDTH}" y="${y + 4}">${escapeHtml(row.value)}</text></g>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

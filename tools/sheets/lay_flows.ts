import { countColumns } from "../term/wrap.ts";
import type { Flow, FlowArrow, FlowNode } from "./parse_flow.ts";

/** A box and its place; lengths are CSS pixels. */
export interface PlacedBox {
  readonly node: FlowNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An arrow and where its line begins and ends. */
export interface PlacedArrow {
  readonly arrow: FlowArrow;
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
}

/** A whole picture, measured. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
}

/** A column of the widest usual monospaced font (0.602 em), at 14 and 12.5 pixels, rounded up. */
const COLUMN = 8.6;
const SMALL_COLUMN = 7.7;
const LINE = 18;
const PADDING = 12;
const MARGIN = 4;
/** Between two lines of a picture, or two columns of one that is drawn downwards. */
const GAP = 16;
/** Between a box and the end of an arrow. */
const AIR = 3;
const MIN_ARROW = 40;
/** How wide a picture that is drawn downwards may be: a phone of 360 pixels, without its margins. */
const PHONE = 320;

/** Places the boxes of each line side by side, those at the same place in their lines below each other. */
export function layAcross(flows: readonly Flow[]): Layout {
  const widths = maxEach(flows.map(({ nodes }) => nodes.map(measureWidth)));
  const gaps = maxEach(flows.map(({ arrows }) => arrows.map(measureArrow)));
  const boxes: PlacedBox[] = [];
  const arrows: PlacedArrow[] = [];
  let y = MARGIN;
  for (const flow of flows) {
    const height = Math.max(...flow.nodes.map(measureHeight));
    const middle = y + height / 2;
    let x = MARGIN;
    for (const [index, node] of flow.nodes.entries()) {
      const width = widths[index] ?? 0;
      boxes.push({ node, x, y, width, height });
      const [arrow, gap = 0] = [flow.arrows[index], gaps[index]];
      x += width;
      if (arrow === undefined) continue;
      arrows.push({ arrow, from: { x: x + AIR, y: middle }, to: { x: x + gap - AIR, y: middle } });
      x += gap;
    }
    y += height + GAP;
  }
  const width = sum(widths) + sum(gaps) + 2 * MARGIN;
  return { width: Math.ceil(width), height: y - GAP + MARGIN, boxes, arrows };
}

/** Places the boxes of each line below each other, as many lines side by side as a phone shows. */
export function layDown(flows: readonly Flow[]): Layout {
  const boxes: PlacedBox[] = [];
  const arrows: PlacedArrow[] = [];
  let [x, y, width, rowHeight] = [MARGIN, MARGIN, 0, 0];
  for (const flow of flows) {
    const size = measureDown(flow);
    if (x > MARGIN && x + size.width > PHONE) [x, y, rowHeight] = [MARGIN, y + rowHeight + GAP, 0];
    const placed = placeDown(flow, { x, y, boxWidth: size.boxWidth });
    boxes.push(...placed.boxes);
    arrows.push(...placed.arrows);
    rowHeight = Math.max(rowHeight, placed.height);
    width = Math.max(width, x + size.width + MARGIN);
    x += size.width + GAP;
  }
  return { width: Math.ceil(width), height: y + rowHeight + MARGIN, boxes, arrows };
}

function placeDown(
  flow: Flow,
  { x, y: top, boxWidth }: { x: number; y: number; boxWidth: number },
): Omit<Layout, "width"> {
  const boxes: PlacedBox[] = [];
  const arrows: PlacedArrow[] = [];
  const middle = x + boxWidth / 2;
  let y = top;
  for (const [index, node] of flow.nodes.entries()) {
    const height = measureHeight(node);
    boxes.push({ node, x, y, width: boxWidth, height });
    y += height;
    const arrow = flow.arrows[index];
    if (arrow === undefined) continue;
    const [from, to] = [{ x: middle, y: y + AIR }, { x: middle, y: y + MIN_ARROW - AIR }];
    arrows.push({ arrow, from, to });
    y += MIN_ARROW;
  }
  return { height: y - top, boxes, arrows };
}

function measureDown({ nodes, arrows }: Flow): { width: number; boxWidth: number } {
  const boxWidth = Math.max(...nodes.map(measureWidth));
  const labels = arrows.map(({ label }) => 12 + countColumns(label) * SMALL_COLUMN);
  return { boxWidth, width: Math.max(boxWidth, boxWidth / 2 + Math.max(0, ...labels)) };
}

function measureWidth({ lines }: FlowNode): number {
  const [name = 0, ...notes] = lines.map(countColumns);
  const text = Math.max(name * COLUMN, ...notes.map((count) => count * SMALL_COLUMN));
  return round(text + 2 * PADDING);
}

function measureHeight({ lines }: FlowNode): number {
  return lines.length * LINE + PADDING + 4;
}

function measureArrow({ label }: FlowArrow): number {
  return round(Math.max(MIN_ARROW, countColumns(label) * SMALL_COLUMN + 24));
}

/** The largest of each column of ragged rows. */
function maxEach(rows: readonly (readonly number[])[]): number[] {
  const count = Math.max(...rows.map((row) => row.length));
  return Array.from(
    { length: count },
    (_, index) => Math.max(...rows.map((row) => row[index] ?? 0)),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** Rounds up to whole even pixels, so that the middle of a box is a whole pixel as well. */
function round(length: number): number {
  return 2 * Math.ceil(length / 2);
}

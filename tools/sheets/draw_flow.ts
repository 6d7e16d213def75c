// A picture in characters: side by side where there is room, below each other on a narrow screen.

import { countColumns } from "../term/wrap.ts";
import type { Flow, FlowArrow, FlowNode } from "./parse_flow.ts";

/** Between two lines of a picture that are drawn downwards, side by side. */
const GAP = "   ";

/**
 * Draws a picture with box characters: all its lines across where the widest fits in `columns`, else all of them
 * downwards, as many side by side as fit. A box that is wider than `columns` stays as wide as it is.
 */
export function drawFlows(flows: readonly Flow[], columns: number): string[] {
  const wide = flows.map(drawWide);
  if (wide.flat().every((line) => countColumns(line) <= columns)) return wide.flat();
  return packSideBySide(flows.map(drawNarrow), columns);
}

/** Writes one line of a picture in its own language, for whoever cannot see boxes. */
export function writeFlow({ nodes, arrows }: Flow): string {
  return nodes.map((node, index) => {
    const text = node.lines.join(" | ");
    const box = node.isBuffer ? `(${text})` : text;
    const arrow = arrows[index];
    return arrow === undefined ? box : `${box} ${writeArrow(arrow)} `;
  }).join("");
}

function writeArrow({ label, isTwoWay }: FlowArrow): string {
  return `${isTwoWay ? "<" : ""}--${label === "" ? "" : `${label}--`}>`;
}

function drawWide({ nodes, arrows }: Flow): string[] {
  const inner = Math.max(...nodes.map(({ lines }) => lines.length));
  const rows = Array.from({ length: inner + 2 }, () => "");
  const middle = Math.floor((inner + 1) / 2); // the row of the arrows
  for (const [index, node] of nodes.entries()) {
    for (const [row, line] of drawBox(node, inner).entries()) rows[row] += line;
    const arrow = arrows[index];
    if (arrow === undefined) continue;
    const line = drawArrow(arrow);
    for (const row of rows.keys()) {
      rows[row] += row === middle ? line : " ".repeat(countColumns(line));
    }
  }
  return rows.map((row) => row.trimEnd());
}

function drawArrow({ label, isTwoWay }: FlowArrow): string {
  const shaft = label === "" ? "──" : `─${label}─`;
  return `${isTwoWay ? " ◀" : "─"}${shaft}▶ `;
}

function packSideBySide(drawings: readonly string[][], columns: number): string[] {
  const lines: string[] = [];
  let row: string[] = [];
  for (const drawing of drawings) {
    const joined = joinSideBySide(row, drawing);
    if (row.length === 0 || joined.every((line) => countColumns(line) <= columns)) row = joined;
    else {
      lines.push(...row, "");
      row = drawing;
    }
  }
  return [...lines, ...row];
}

function joinSideBySide(left: readonly string[], right: readonly string[]): string[] {
  if (left.length === 0) return [...right];
  const width = Math.max(...left.map(countColumns));
  return Array.from({ length: Math.max(left.length, right.length) }, (_, row) => {
    const line = left[row] ?? "";
    return `${line}${" ".repeat(width - countColumns(line))}${GAP}${right[row] ?? ""}`.trimEnd();
  });
}

function drawNarrow({ nodes, arrows }: Flow): string[] {
  const width = Math.max(...nodes.flatMap(({ lines }) => lines.map(countColumns)));
  return nodes.flatMap((node, index) => {
    const box = drawBox(node, node.lines.length, width);
    const arrow = arrows[index];
    if (arrow === undefined) return box;
    const before = " ".repeat(Math.floor((width + 3) / 2));
    const shaft = arrow.isTwoWay ? "▲" : "│";
    return [...box, `${before}${shaft} ${arrow.label}`.trimEnd(), `${before}▼`];
  });
}

/** Draws a box of `height` lines of text; a buffer has round corners. */
function drawBox({ lines, isBuffer }: FlowNode, height: number, minWidth = 0): string[] {
  const width = Math.max(minWidth, ...lines.map(countColumns));
  const [topLeft, topRight, bottomLeft, bottomRight] = isBuffer ? "╭╮╰╯" : "┌┐└┘";
  const bar = "─".repeat(width + 2);
  const above = Math.floor((height - lines.length) / 2);
  const texts = Array.from({ length: height }, (_, row) => lines[row - above] ?? "");
  const body = texts.map((text) => `│ ${center(text, width)} │`);
  return [`${topLeft}${bar}${topRight}`, ...body, `${bottomLeft}${bar}${bottomRight}`];
}

function center(text: string, width: number): string {
  const free = width - countColumns(text);
  const left = Math.floor(free / 2);
  return " ".repeat(left) + text + " ".repeat(free - left);
}

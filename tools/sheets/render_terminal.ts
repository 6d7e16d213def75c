import type { Style, Styles } from "../term/style.ts";
import { countColumns, wrapLine } from "../term/wrap.ts";
import { posix } from "node:path";
import { drawFlows, writeFlow } from "./draw_flow.ts";
import { type InlineWriter, renderInline } from "./render_inline.ts";
import type { CallsTable, Prose, Sheet } from "./sheet.ts";

/** How wide and how plain a sheet is shown. */
export interface TerminalOptions {
  readonly columns: number;
  /** Without box drawing and columns of a table: for screen readers and dumb terminals. */
  readonly isPlain: boolean;
  readonly styles: Styles;
}

/** A terminal narrower than this gets lines that are cut by itself: nothing sensible fits. */
const MIN_COLUMNS = 20;
/** Longer lines of prose are hard to read, however wide the terminal is. */
const MAX_COLUMNS = 100;
/** Between two columns of a table. */
const GAP = "  ";
/** A cell narrower than this is a pillar of single words: cards are better. */
const MIN_CELL = 18;

/** Renders a sheet for a terminal; no line of prose is wider than `columns`. Programs are never broken. */
export function renderTerminal(sheet: Sheet, options: TerminalOptions): string {
  const columns = Math.min(MAX_COLUMNS, Math.max(MIN_COLUMNS, options.columns));
  const { styles, isPlain } = options;
  const { front } = sheet;
  const writer = makeWriter(sheet, styles.bold);
  const section = (title: string, lines: readonly string[]): string[] => [
    "",
    styles.bold(title),
    "",
    ...lines,
  ];
  const bullets = (items: readonly Prose[]) =>
    items.flatMap(({ tokens }) => hang("- ", renderInline(tokens, writer), columns));
  const picture = isPlain
    ? sheet.flows.flatMap((flow) => wrapLine(writeFlow(flow), columns))
    : drawFlows(sheet.flows, columns);
  return [
    ...wrapLine(styles.bold(front.title), columns),
    ...wrapLine(front.summary, columns),
    ...section("In one minute", bullets(sheet.bullets)),
    ...section("Picture", picture),
    ...section("Calls", renderCalls(sheet.calls, { columns, isPlain, writer })),
    ...section("Pattern", sheet.pattern.code.split("\n").map((line) => `  ${line}`.trimEnd())),
    ...section("Traps", bullets(sheet.traps)),
    ...section("See also", bullets(sheet.links)),
    "",
    ...wrapLine(`Practise: ${styles.bold(front.practise)}`, columns),
  ].join("\n");
}

/** The backticks stay: colour is never the only sign that something is to be typed as it is. */
function makeWriter({ path }: Sheet, emphasis: Style): InlineWriter {
  return {
    text: (text) => text,
    code: (text) => emphasis(`\`${text}\``),
    strong: emphasis,
    em: emphasis,
    link: (inner, href) => {
      const target = /^[a-z]+:/.test(href) ? href : posix.join(posix.dirname(path), href);
      return inner === target ? inner : `${inner} (${target})`;
    },
  };
}

function renderCalls(
  { header, rows }: CallsTable,
  { columns, isPlain, writer }: { columns: number; isPlain: boolean; writer: InlineWriter },
): string[] {
  const render = (cells: readonly Prose[]) =>
    cells.map(({ tokens }) => renderInline(tokens, writer));
  const [titles, texts] = [render(header), rows.map(render)];
  const table = isPlain ? undefined : renderColumns([titles, ...texts], columns);
  return table ?? texts.flatMap((cells) => renderCard(titles, cells, columns));
}

/** Lays cells out in columns, the last one wrapped if need be; undefined when too little is left for it. */
function renderColumns(rows: readonly string[][], columns: number): string[] | undefined {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, countColumns(cell));
    });
  }
  const last = widths.length - 1;
  const before = widths.slice(0, last).reduce((sum, width) => sum + width + GAP.length, 0);
  const room = Math.min(widths[last] ?? 0, columns - before);
  if (room < Math.min(MIN_CELL, widths[last] ?? 0)) return undefined;
  const all = [...widths.slice(0, last), room];
  const ruler = all.map((width) => "─".repeat(width)).join(GAP);
  const [head = [], ...rest] = rows.map((row) => renderRow(row, all));
  return [...head, ruler, ...rest.flat()];
}

function renderRow(cells: readonly string[], widths: readonly number[]): string[] {
  const last = widths.length - 1;
  const [first = "", ...more] = wrapLine(cells[last] ?? "", widths[last] ?? 0);
  const pad = (cell: string, width: number) => cell + " ".repeat(width - countColumns(cell));
  const start = widths.slice(0, last).map((width, index) => pad(cells[index] ?? "", width) + GAP);
  const blank = start.map((text) => " ".repeat(countColumns(text))).join("");
  return [start.join("") + first, ...more.map((text) => blank + text)].map((it) => it.trimEnd());
}

/** One row of a table below each other: the call, then the other cells with their titles. */
function renderCard(titles: string[], [first = "", ...rest]: string[], columns: number): string[] {
  const lines = hang("- ", first, columns);
  for (const [index, cell] of rest.entries()) {
    if (cell !== "") lines.push(...hang("  ", `${titles[index + 1] ?? ""}: ${cell}`, columns));
  }
  return lines;
}

/** Wraps text behind a mark, and what follows below the text. */
function hang(mark: string, text: string, columns: number): string[] {
  const blank = " ".repeat(mark.length);
  return wrapLine(text, columns - mark.length).map((line, index) =>
    (index === 0 ? mark : blank) + line
  );
}

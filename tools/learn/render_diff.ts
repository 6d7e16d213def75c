import type { Styles } from "../term/style.ts";
import type { DiffBlock } from "./diff_blocks.ts";

export interface RenderDiffOptions {
  readonly columns: number;
  readonly styles: Styles;
  /** What stands on each side, as in `yours`. */
  readonly left: string;
  readonly right: string;
}

/** Two columns of this width and the gutter between them. */
const WIDE_COLUMNS = 120;
const GUTTER = 3;
/** Equal lines shown around a change. */
const CONTEXT = 3;

/** Renders a comparison: two columns where the terminal is wide enough, else one, `-` left and `+` right. */
export function renderDiff(blocks: readonly DiffBlock[], options: RenderDiffOptions): string {
  if (blocks.every((block) => block.kind === "same")) return "The two are equal, line by line.";
  const short = blocks.flatMap((block, index) => shorten(block, index, blocks.length - 1));
  return options.columns >= WIDE_COLUMNS
    ? renderColumns(short, options)
    : renderUnified(short, options);
}

type Part = DiffBlock | { readonly kind: "left out"; readonly lineCount: number };

/** Leaves out the middle of a long equal stretch, or its outer part where the file begins or ends. */
function shorten(block: DiffBlock, index: number, last: number): Part[] {
  if (block.kind === "changed") return [block];
  const head = index === 0 ? [] : block.lines.slice(0, CONTEXT);
  const tail = index === last ? [] : block.lines.slice(-CONTEXT);
  const lineCount = block.lines.length - head.length - tail.length;
  if (lineCount <= 1) return [block];
  return [{ kind: "same", lines: head }, { kind: "left out", lineCount }, {
    kind: "same",
    lines: tail,
  }];
}

function renderUnified(parts: readonly Part[], options: RenderDiffOptions): string {
  const { styles } = options;
  const lines = [styles.bad(`--- ${options.left}`), styles.good(`+++ ${options.right}`)];
  for (const part of parts) {
    switch (part.kind) {
      case "same":
        lines.push(...part.lines.map((line) => `  ${line}`.trimEnd()));
        break;
      case "changed":
        lines.push(...part.left.map((line) => styles.bad(`- ${line}`.trimEnd())));
        lines.push(...part.right.map((line) => styles.good(`+ ${line}`.trimEnd())));
        break;
      case "left out":
        lines.push(renderLeftOut(part.lineCount, styles));
    }
  }
  return lines.join("\n");
}

function renderColumns(parts: readonly Part[], options: RenderDiffOptions): string {
  const { styles } = options;
  const width = Math.floor((options.columns - GUTTER) / 2);
  const lines = [styles.bold(`${options.left.padEnd(width + GUTTER)}${options.right}`)];
  for (const part of parts) {
    switch (part.kind) {
      case "same":
        for (const line of part.lines) lines.push(...renderPair(line, line, { width, styles }));
        break;
      case "changed": {
        const count = Math.max(part.left.length, part.right.length);
        for (let index = 0; index < count; index++) {
          lines.push(...renderPair(part.left[index], part.right[index], { width, styles }));
        }
        break;
      }
      case "left out":
        lines.push(renderLeftOut(part.lineCount, styles));
    }
  }
  return lines.join("\n");
}

/** One line of each side, wrapped in its column; the sign says it without colour: `|` differs, `<` `>` one side only. */
function renderPair(
  left: string | undefined,
  right: string | undefined,
  options: { width: number; styles: Styles },
): string[] {
  const { width, styles } = options;
  const sign = left === right ? " " : left === undefined ? ">" : right === undefined ? "<" : "|";
  const [lefts, rights] = [wrap(left ?? "", width), wrap(right ?? "", width)];
  return Array.from({ length: Math.max(lefts.length, rights.length) }, (_, index) => {
    const [one, other] = [(lefts[index] ?? "").padEnd(width), rights[index] ?? ""];
    if (sign === " ") return `${one}   ${other}`.trimEnd();
    return `${styles.bad(one)} ${sign} ${styles.good(other)}`.trimEnd();
  });
}

function renderLeftOut(lineCount: number, styles: Styles): string {
  return styles.dim(`  … ${lineCount} equal lines`);
}

/** Cuts a line into pieces of at most `width` characters; nothing of it is left out. */
function wrap(line: string, width: number): string[] {
  const letters = [...line.replaceAll("\t", "  ")];
  const pieces: string[] = [];
  do pieces.push(letters.splice(0, width).join("")); while (letters.length > 0);
  return pieces;
}

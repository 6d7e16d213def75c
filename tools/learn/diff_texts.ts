import { diff } from "node:util";

/** One line of a diff: in the expected text alone, in the one that came alone, or in both. */
export interface DiffLine {
  readonly sign: "-" | "+" | " ";
  readonly text: string;
}

const CONTEXT_LINES = 2;
/** A longer text is not compared line by line: nobody reads that, and the time grows with the square. */
const LINES_MAX = 400;
/** Where a difference this far to the right starts, the eye has lost count. */
const COLUMN_MIN = 40;
const BEFORE = 24;
const AFTER = 40;

/**
 * Compares two texts of several lines: the lines that differ, with a little of what is around them. Undefined where
 * one of them is a single line, or where they share no line.
 */
export function diffLines(expected: string, got: string): DiffLine[] | undefined {
  const [left, right] = [expected.split("\n"), got.split("\n")];
  if (left.length < 2 || right.length < 2) return undefined;
  if (left.length > LINES_MAX || right.length > LINES_MAX) return undefined;
  const all = alignLines(left, right);
  if (!all.some((line) => line.sign === " ")) return undefined;
  return cutAgreement(all);
}

/** Where two long single lines part: both from shortly before that place on. */
export interface DiffPlace {
  /** Characters that agree before it. */
  readonly index: number;
  readonly expected: string;
  readonly got: string;
  /** Column of the first character that differs, in `expected` and in `got`, from 0. */
  readonly column: number;
}

/** Finds the place where two long lines part; undefined where one sees it without help. */
export function findPlace(expected: string, got: string): DiffPlace | undefined {
  if (expected.includes("\n") || got.includes("\n") || expected === got) return undefined;
  let index = 0;
  while (expected[index] !== undefined && expected[index] === got[index]) index++;
  if (index < COLUMN_MIN) return undefined;
  const start = index - BEFORE;
  const near = (text: string) =>
    `…${text.slice(start, index + AFTER)}${text.length > index + AFTER ? "…" : ""}`;
  return { index, expected: near(expected), got: near(got), column: BEFORE + 1 };
}

/** Both texts as one list, a line that went before the one that came. */
function alignLines(left: readonly string[], right: readonly string[]): DiffLine[] {
  const sides = diff([...left], [...right]) as [side: number, text: string][];
  return sides.map(([side, text]) => ({ sign: side === 0 ? " " : side > 0 ? "-" : "+", text }));
}

/** Leaves out what agrees and is far from any difference, and says how much that is. */
function cutAgreement(lines: readonly DiffLine[]): DiffLine[] {
  const kept: DiffLine[] = [];
  let skipped = 0;
  lines.forEach((line, index) => {
    const around = lines.slice(Math.max(0, index - CONTEXT_LINES), index + CONTEXT_LINES + 1);
    if (around.every((near) => near.sign === " ")) {
      skipped++;
      return;
    }
    if (skipped > 0) kept.push(describeSkipped(skipped));
    skipped = 0;
    kept.push(line);
  });
  return skipped > 0 ? [...kept, describeSkipped(skipped)] : kept;
}

function describeSkipped(count: number): DiffLine {
  return { sign: " ", text: `… ${count} ${count === 1 ? "line agrees" : "lines agree"} …` };
}

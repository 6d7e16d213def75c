import { diff } from "node:util";

/** A stretch of lines that both texts have, or that the left one has where the right one has others. */
export type DiffBlock =
  | { readonly kind: "same"; readonly lines: readonly string[] }
  | {
    readonly kind: "changed";
    readonly left: readonly string[];
    readonly right: readonly string[];
  };

/** Compares two texts line by line; the blocks alternate. */
export function diffBlocks(left: string, right: string): DiffBlock[] {
  const blocks: DiffBlock[] = [];
  let same: string[] = [];
  let changed = { left: [] as string[], right: [] as string[] };
  const endSame = () => {
    if (same.length > 0) blocks.push({ kind: "same", lines: same });
    same = [];
  };
  const endChanged = () => {
    if (changed.left.length + changed.right.length > 0) {
      blocks.push({ kind: "changed", ...changed });
    }
    changed = { left: [], right: [] };
  };
  for (const [side, line] of diff(splitLines(left), splitLines(right)) as [number, string][]) {
    if (side === 0) endChanged();
    else endSame();
    const list = side === 0 ? same : side > 0 ? changed.left : changed.right;
    list.push(line);
  }
  endSame();
  endChanged();
  return blocks;
}

function splitLines(text: string): string[] {
  return text.replace(/\r\n/g, "\n").replace(/\n$/, "").split("\n");
}

// @style closures: one compareExchange loop, update(), serves the counter and the tickets

export interface Cell {
  load(): number;
  add(n: number): number;
  compareExchange(expected: number, next: number): number;
}

const { load, add, compareExchange } = Atomics; // taken aside once

export const atomicCell = (view: Int32Array<ArrayBufferLike>, index: number): Cell => ({
  load: () => load(view, index),
  add: (n) => add(view, index, n),
  compareExchange: (expected, next) => compareExchange(view, index, expected, next),
});

export class SharedCounter {
  constructor(private readonly cell: Cell) {}

  increment(by = 1): number {
    return (update(this.cell, (old) => (old + by) | 0) + by) | 0;
  }

  get value(): number {
    return this.cell.load();
  }
}

export function takeTicket(cell: Cell, limit: number): number | null {
  const ticket = update(cell, (old) => Math.max(old, Math.min(old + 1, limit)));
  return ticket < limit ? ticket : null;
}

/** Replaces the word by `change(word)`, indivisibly; returns the old value. */
function update(cell: Cell, change: (old: number) => number): number {
  let old = cell.load();
  for (;;) {
    const found = cell.compareExchange(old, change(old));
    if (found === old) return old;
    old = found; // the answer of a failed try is the newest look
  }
}

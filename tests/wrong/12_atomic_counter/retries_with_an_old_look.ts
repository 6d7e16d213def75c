// @test atomic-counter/T3
// @says "100 calls on the cell, and no end"
// @mistake reading once before the loop, so that each new try compares with the same old value

export interface Cell {
  load(): number;
  add(n: number): number;
  compareExchange(expected: number, next: number): number;
}

export function atomicCell(view: Int32Array<ArrayBufferLike>, index: number): Cell {
  return {
    load: () => Atomics.load(view, index),
    add: (n) => Atomics.add(view, index, n),
    compareExchange: (expected, next) => Atomics.compareExchange(view, index, expected, next),
  };
}

export class SharedCounter {
  readonly #cell: Cell;

  constructor(cell: Cell) {
    this.#cell = cell;
  }

  increment(by = 1): number {
    return (this.#cell.add(by) + by) | 0;
  }

  get value(): number {
    return this.#cell.load();
  }
}

export function takeTicket(cell: Cell, limit: number): number | null {
  const ticket = cell.load();
  if (ticket >= limit) return null;
  while (cell.compareExchange(ticket, ticket + 1) !== ticket);
  return ticket;
}

// @test atomic-counter/T5
// @says "a plain view[index] is read in one step and written in another"
// @mistake changing view[index] directly: a read and a write that others can come between

export interface Cell {
  load(): number;
  add(n: number): number;
  compareExchange(expected: number, next: number): number;
}

export function atomicCell(view: Int32Array<ArrayBufferLike>, index: number): Cell {
  return {
    load: () => Atomics.load(view, index),
    add: (n) => {
      const old = view[index] ?? 0;
      view[index] = old + n;
      return old;
    },
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
  for (;;) {
    const ticket = cell.load();
    if (ticket >= limit) return null;
    if (cell.compareExchange(ticket, ticket + 1) === ticket) return ticket;
  }
}

// @test atomic-counter/T8
// @says "increment() is 2147483648"
// @mistake returning a number that 32 bits cannot hold

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
    return this.#cell.add(by) + by;
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

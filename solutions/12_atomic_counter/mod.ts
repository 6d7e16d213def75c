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
    // Computed from the old value: a second look would see what others added meanwhile.
    return (this.#cell.add(by) + by) | 0; // wraps as the word does
  }

  get value(): number {
    return this.#cell.load();
  }
}

export function takeTicket(cell: Cell, limit: number): number | null {
  for (;;) {
    const ticket = cell.load();
    if (ticket >= limit) return null;
    // The look above may be out of date by now: take the ticket only if it is not.
    if (cell.compareExchange(ticket, ticket + 1) === ticket) return ticket;
  }
}

// @test atomic-counter/T1
// @says "the array is [ 40, 0, 0 ]"
// @mistake always using the first word of the array

export interface Cell {
  load(): number;
  add(n: number): number;
  compareExchange(expected: number, next: number): number;
}

export function atomicCell(view: Int32Array<ArrayBufferLike>, _index: number): Cell {
  return {
    load: () => Atomics.load(view, 0),
    add: (n) => Atomics.add(view, 0, n),
    compareExchange: (expected, next) => Atomics.compareExchange(view, 0, expected, next),
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

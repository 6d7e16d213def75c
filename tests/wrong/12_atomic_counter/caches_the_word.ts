// @test atomic-counter/T6
// @test atomic-counter/T7
// @says "the word is 1000"
// @mistake counting in an ordinary variable and copying it to the memory that is shared

export interface Cell {
  load(): number;
  add(n: number): number;
  compareExchange(expected: number, next: number): number;
}

export function atomicCell(view: Int32Array<ArrayBufferLike>, index: number): Cell {
  let current = Atomics.load(view, index);
  const change = (next: number) => {
    const old = current;
    current = Atomics.store(view, index, next | 0);
    return old;
  };
  return {
    load: () => current,
    add: (n) => change(current + n),
    compareExchange: (expected, next) => change(current === expected ? next : current),
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

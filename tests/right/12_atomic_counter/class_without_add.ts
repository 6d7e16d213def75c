// @style a class over a view of one word: every change is a compareExchange, the tickets recurse

export interface Cell {
  load(): number;
  add(n: number): number;
  compareExchange(expected: number, next: number): number;
}

class AtomicWord implements Cell {
  readonly #word: Int32Array<ArrayBufferLike>;

  constructor(word: Int32Array<ArrayBufferLike>) {
    this.#word = word;
  }

  load(): number {
    return Atomics.load(this.#word, 0);
  }

  add(n: number): number {
    const old = this.load();
    return this.compareExchange(old, old + n) === old ? old : this.add(n);
  }

  compareExchange(expected: number, next: number): number {
    return Atomics.compareExchange(this.#word, 0, expected, next);
  }
}

export function atomicCell(view: Int32Array<ArrayBufferLike>, index: number): Cell {
  return new AtomicWord(view.subarray(index, index + 1));
}

export class SharedCounter {
  readonly #cell: Cell;

  constructor(cell: Cell) {
    this.#cell = cell;
  }

  increment(by = 1): number {
    const sum = new Int32Array(1); // lets the machine do the wrapping
    sum[0] = this.#cell.add(by) + by;
    return sum[0];
  }

  get value(): number {
    return this.#cell.load();
  }
}

export function takeTicket(cell: Cell, limit: number): number | null {
  const ticket = cell.load();
  if (ticket >= limit) return null;
  return cell.compareExchange(ticket, ticket + 1) === ticket ? ticket : takeTicket(cell, limit);
}

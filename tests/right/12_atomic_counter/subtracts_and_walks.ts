// @style no loads: sub() counts, and the tickets walk up from 0 by compareExchange alone

export interface Cell {
  load(): number;
  add(n: number): number;
  compareExchange(expected: number, next: number): number;
}

export function atomicCell(view: Int32Array<ArrayBufferLike>, index: number): Cell {
  function load(): number {
    return Atomics.or(view, index, 0);
  }
  function add(n: number): number {
    return Atomics.sub(view, index, -n);
  }
  function compareExchange(expected: number, next: number): number {
    return Atomics.compareExchange(view, index, expected, next);
  }
  return { load, add, compareExchange };
}

export class SharedCounter {
  readonly increment: (by?: number) => number;
  readonly #cell: Cell;

  constructor(cell: Cell) {
    this.#cell = cell;
    this.increment = (by = 1) => ~~(cell.add(by) + by);
  }

  get value(): number {
    return this.#cell.add(0);
  }
}

export function takeTicket(cell: Cell, limit: number): number | null {
  let guess = 0;
  while (guess < limit) {
    const found = cell.compareExchange(guess, guess + 1);
    if (found === guess) return guess;
    guess = found;
  }
  return null;
}

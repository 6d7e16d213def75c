import { Todo } from "#lib/todo.ts";

/** One 32-bit word. Each call on it is indivisible; between two calls, others may change it. */
export interface Cell {
  /** Returns what the word holds now. */
  load(): number;
  /** Adds `n` and returns the old value: what the word held just before. */
  add(n: number): number;
  /** Writes `next` if the word holds `expected`. Returns the old value, whether it wrote or not. */
  compareExchange(expected: number, next: number): number;
}

/** Returns `view[index]` as a Cell. Threads or processes may share the memory of `view`. */
export function atomicCell(_view: Int32Array<ArrayBufferLike>, _index: number): Cell {
  // TODO: make each of the three calls indivisible
  throw new Todo("12_atomic_counter", "atomicCell()");
}

/** Counts in a Cell that others count in, too. */
export class SharedCounter {
  constructor(_cell: Cell) {
    // TODO: keep the cell
    throw new Todo("12_atomic_counter", "new SharedCounter()");
  }

  /**
   * Adds `by` and returns the new value that this very call made, as the word holds it: a signed
   * 32-bit number, so that 2147483648 comes out as -2147483648.
   *
   * @default by 1
   */
  increment(_by?: number): number {
    throw new Todo("12_atomic_counter", "increment()");
  }

  /** What the word holds now. */
  get value(): number {
    throw new Todo("12_atomic_counter", "value");
  }
}

/**
 * Takes the next of the tickets 0, 1, … `limit` - 1; null when the cell already holds `limit` or
 * more. The cell holds how many tickets are taken. Others take tickets from it at the same time:
 * each ticket is handed out once, and the cell never holds more than `limit`.
 */
export function takeTicket(_cell: Cell, _limit: number): number | null {
  // TODO: let no one in between the look and the change
  throw new Todo("12_atomic_counter", "takeTicket()");
}

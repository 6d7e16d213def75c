import { Todo } from "#lib/todo.ts";

/** One of the three steps of `n += 1`: word to register, register plus 1, register to word. */
export type Step = "load" | "add" | "store";

/** Who does which step, in the order of time. A and B have a register each, and share one word. */
export type Schedule = readonly (readonly ["A" | "B", Step])[];

/**
 * Returns what the shared word holds after the schedule `s`, when it held `initial` before.
 *
 * Each of A and B does load, add, store, load, add, store, …, as often as it likes. A schedule may
 * end anywhere: what has not been stored by then does not reach the word.
 *
 * @default initial 0
 * @throws {RangeError} when a step is not the next one of its process, as a store before its add
 */
export function runSchedule(_s: Schedule, _initial?: number): number {
  // TODO: one word, two registers, one step at a time
  throw new Todo("11_lost_update", "runSchedule()");
}

/**
 * Returns every value that a word which held 0 can hold after A has done `a` increments and B has
 * done `b`, all of them complete: each value once, in rising order.
 *
 * Both counts are whole numbers from 0 to 9. For 9 and 9 there are 10^15 schedules, and the answer
 * comes at once all the same.
 */
export function outcomes(_a: number, _b: number): number[] {
  // TODO: visit every state that can be reached, each of them once
  throw new Todo("11_lost_update", "outcomes()");
}

/**
 * Returns a schedule of `n` complete increments by A and `n` by B that leaves the smallest number
 * possible in a word which held 0. `n` is a whole number, at least 2.
 */
export function worstSchedule(_n: number): Schedule {
  // TODO: let both hold an old value for as long as you can
  throw new Todo("11_lost_update", "worstSchedule()");
}

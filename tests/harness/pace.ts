import { FILE_BUDGET_MS, measureFactor, measureGrown } from "./deadline.ts";

/**
 * How slow this machine is, for the deadlines of one file. It is measured when the file begins, and again whenever a test is
 * overdue: others may have come meanwhile, and what is slow only because of them is not wrong.
 */
export class Pace {
  #factor = measureFactor();
  readonly #now = Date.now; // kept: the code under test may replace the global
  readonly #startAt = Date.now();
  readonly #tell: (factor: number) => void;

  /** `tell` hears of each measurement that counts. */
  constructor(tell: (factor: number) => void) {
    this.#tell = tell;
    tell(this.#factor);
  }

  /** At least 1; all deadlines are multiplied by it. */
  get factor(): number {
    return this.#factor;
  }

  /** Whether the file has used up its time: then no further test starts. */
  get isOver(): boolean {
    return this.#now() > this.#startAt + FILE_BUDGET_MS * this.#factor;
  }

  /** Measures again; true when there is more time now than there was. */
  grow(): boolean {
    const grown = measureGrown(this.#factor);
    if (grown === undefined) return false;
    this.#factor = grown;
    this.#tell(grown);
    return true;
  }
}

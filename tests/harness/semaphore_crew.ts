import { checkThat } from "./check.ts";
import { startWorker } from "./start_worker.ts";
import { waitUntil } from "./wait_until.ts";

/** The part of a test's context that a crew needs. */
interface Stage {
  readonly subjectPath: string;
  readonly signal: AbortSignal;
  defer(undo: () => unknown): void;
}

/** The memory, the word in it that holds the permits, and the one at which a Worker waits for the test. */
interface Shared {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly index: number;
  readonly gate?: number;
}

/** Four Workers that use one Semaphore, and what they have said so far. */
export class Crew {
  readonly said: unknown[] = [];
  readonly #workers: Worker[];
  readonly #shared: Shared;
  readonly #signal: AbortSignal;
  #failure: string | undefined;

  /** Starts `tests/fixtures/<file>` four times; `shared` goes to each. */
  constructor(t: Stage, shared: Shared, file: string) {
    this.#shared = shared;
    this.#signal = t.signal;
    this.#workers = Array.from({ length: 4 }, () => startWorker(t, file));
    for (const worker of this.#workers) {
      worker.onmessage = ({ data }) => {
        this.said.push(data);
        this.#failure ??= data?.threw;
      };
      worker.postMessage({ ...shared, memory: shared.words.buffer, subjectPath: t.subjectPath });
    }
  }

  /** Lets the first `count` Workers call acquire(). */
  letAcquire(count: number): void {
    for (const worker of this.#workers.slice(0, count)) worker.postMessage("acquire");
  }

  /** Waits for `count` messages more, and takes them. Meanwhile a permit is there for one of the `wanting` Workers. */
  async hear(what: string, count: number, wanting = 4): Promise<unknown[]> {
    await this.#wait(what, () => {
      if (this.said.length >= count) return true;
      const served = this.said.filter((what) => what === true || what === "done").length;
      checkThat(
        served === wanting || this.#notify(4) < wanting - served,
        "one who sleeps is woken for the permit that is free",
        "all who want a permit still sleep beside it",
      );
      return false;
    });
    return this.said.splice(0, count);
  }

  /**
   * Proves that `count` Workers are asleep on the word: notify() counts whom it wakes. But a permit it
   * does not bring, so they have to go back to sleep.
   */
  async seeAsleep(count: number): Promise<void> {
    const areAsleep = () => this.#notify(count) === count;
    await this.#wait(`${count} asleep`, () => this.said.length > 0 || areAsleep());
    const permits = Atomics.load(this.#shared.words, this.#shared.index);
    checkThat(
      this.said.length === 0 && permits === 0,
      "whoever is woken without a permit goes back to sleep",
      `${this.said.length} of them say ${this.said[0]}, and the word says ${permits}`,
    );
  }

  /** Wakes up to `count` sleepers without a permit; returns how many there were. */
  #notify(count: number): number {
    return Atomics.notify(this.#shared.words, this.#shared.index, count);
  }

  async #wait(what: string, holds: () => boolean): Promise<void> {
    await waitUntil(what, () => {
      const failure = this.#failure;
      checkThat(failure === undefined, "no exception in a Worker", failure ?? "");
      return holds();
    }, this.#signal);
  }
}

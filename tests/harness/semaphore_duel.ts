import { checkThat } from "./check.ts";
import { type AtomicsCall, watchAtomics } from "./watch_atomics.ts";

/** The part of a test's context that a duel needs. */
interface Stage {
  call(text: string): void;
  defer(undo: () => unknown): void;
}

/**
 * A Semaphore on this thread against a rival, who moves right after chosen Atomics calls: he gives back the
 * permit that he holds, or takes one that is free. Sleep is only played: during it, he gives his back.
 */
export class Duel {
  /** Three words; the one with the permits is `words[index]`. */
  readonly words: Int32Array<SharedArrayBuffer> = new Int32Array(new SharedArrayBuffer(12));
  /** Permits that the rival holds. */
  rivalHolds = 0;
  /** Permits free or with the rival when notify() was called last. */
  presentAtNotify = 0;
  readonly #t: Stage;
  readonly #index: number;
  #moments: readonly number[] = [];
  #history: string[] = [];
  #calls = 0;
  #known = 0;

  constructor(t: Stage, index: number) {
    this.#t = t;
    this.#index = index;
    t.defer(watchAtomics(this.words.buffer, {
      before: ({ method }) => {
        this.checkWord();
        if (method === "notify") this.presentAtNotify = this.free + this.rivalHolds;
      },
      after: ({ method }, result) => {
        this.#tell(`${method}() is ${result}`);
        checkThat(++this.#calls <= 100, "it ends once the rival has gone", "100 calls, and no end");
        if (this.#moments.includes(this.#calls)) this.#move();
        this.#known = this.free;
      },
      wait: (call) => this.#sleep(call),
    }));
  }

  /** Permits that are free. */
  get free(): number {
    return this.words[this.#index] ?? 0;
  }

  /** Sets the scene; the rival will move after the Atomics calls with these numbers, from 1. */
  begin(o: { free: number; rivalHolds: number; moments: readonly number[] }): void {
    this.words[this.#index] = this.#known = o.free;
    this.rivalHolds = o.rivalHolds;
    this.#moments = o.moments;
    this.#history = [`permits: ${o.free}`];
    this.#calls = 0;
  }

  /** Checks that the word was changed by nothing but Atomics calls. */
  checkWord(): void {
    checkThat(
      this.free === this.#known,
      "the word changes by Atomics alone",
      `it went from ${this.#known} to ${this.free} by a plain mem[index]: two steps, and others fit in between`,
    );
  }

  #sleep({ args: [expected] }: AtomicsCall): "ok" | "not-equal" {
    if (this.free !== expected) return "not-equal";
    checkThat(
      this.free === 0,
      "it sleeps only while the word says 0",
      `it falls asleep on a word that says ${this.free}: the rival has released before, who will wake it?`,
    );
    checkThat(this.rivalHolds > 0, "no permit gets lost", "nobody holds one, and none is free");
    this.#move();
    return "ok";
  }

  #move(): void {
    const step = this.rivalHolds > 0 ? 1 : -1;
    if (this.free + step < 0) return;
    this.words[this.#index] = this.free + step;
    this.rivalHolds -= step;
    this.#tell(step > 0 ? "the rival releases" : "the rival acquires");
  }

  #tell(event: string): void {
    this.#history.push(event);
    this.#t.call(`against a rival: ${this.#history.join(", ")}`);
  }
}

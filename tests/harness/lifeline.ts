// The last net: a Worker that watches the main thread from outside. It speaks when the main thread cannot,
// and it frees or ends a process that sits in a blocking system call, which no timer and no time-out reaches.
import { FROZEN_AFTER_MS, HARD_AFTER_MS } from "./deadline.ts";

/** Shared between main thread and Worker: control words, then two clocks, then two texts. */
export const LAYOUT = {
  SEQUENCE: 0,
  ARMED: 1,
  /** The test's own number, until one of the two puts one of FIRST there: only the first can, and only in the same test. */
  FIRST: 2,
  ID_LENGTH: 3,
  CAUSE_LENGTH: 4,
  TID: 5,
  FROZEN_AT: 4, // index into a Float64Array: byte 32
  HARD_AT: 5, // byte 40
  ID_OFFSET: 64,
  CAUSE_OFFSET: 256,
  BYTE_COUNT: 2048,
} as const;

/** Who was first: a main thread that came back by itself, or the Worker with what it is frozen in. */
export const FIRST = { MAIN: 0, WORKER: -1 } as const;

export interface LifelineStart {
  readonly memory: SharedArrayBuffer;
  readonly thread: string | undefined;
  readonly eventsPath: string | undefined;
  readonly tag: string;
}

export class Lifeline {
  readonly #memory = new SharedArrayBuffer(LAYOUT.BYTE_COUNT);
  readonly #control = new Int32Array(this.#memory, 0, 8);
  readonly #clocks = new Float64Array(this.#memory, 0, 8);
  readonly #now = Date.now; // kept: the code under test may replace the global

  constructor(options: { eventsPath: string | undefined; tag: string }) {
    const worker = new Worker(new URL("./lifeline_worker.ts", import.meta.url), { type: "module" });
    const start: LifelineStart = { memory: this.#memory, thread: readThread(), ...options };
    worker.postMessage(start);
  }

  /** Starts watching a test that must show itself by `softMs`; `factor` is how slow this machine is. */
  arm(id: string, softMs: number, factor: number): void {
    this.#write(LAYOUT.ID_OFFSET, LAYOUT.ID_LENGTH, id);
    this.#control[LAYOUT.CAUSE_LENGTH] = 0;
    Atomics.store(this.#control, LAYOUT.FIRST, Atomics.load(this.#control, LAYOUT.SEQUENCE) + 1);
    const softAt = this.#now() + softMs;
    this.#clocks[LAYOUT.FROZEN_AT] = softAt + FROZEN_AFTER_MS * factor;
    this.#clocks[LAYOUT.HARD_AT] = softAt + HARD_AFTER_MS * factor;
    this.#signal(1);
  }

  /** Says that the main thread reached the soft deadline by itself: it is not frozen. */
  showAlive(): void {
    const sequence = Atomics.load(this.#control, LAYOUT.SEQUENCE);
    Atomics.compareExchange(this.#control, LAYOUT.FIRST, sequence, FIRST.MAIN);
  }

  disarm(): void {
    this.#signal(0);
  }

  /** The Worker's own thread, which sleeps most of the time; 0 before it has started. */
  get tid(): number {
    return Atomics.load(this.#control, LAYOUT.TID);
  }

  /** What the Worker found while the main thread was frozen in this test; undefined when it was not. */
  get cause(): string | undefined {
    if (Atomics.load(this.#control, LAYOUT.FIRST) !== FIRST.WORKER) return undefined;
    Atomics.wait(this.#control, LAYOUT.CAUSE_LENGTH, 0, 1_000); // it is being written
    const length = Atomics.load(this.#control, LAYOUT.CAUSE_LENGTH);
    return new TextDecoder().decode(
      new Uint8Array(this.#memory, LAYOUT.CAUSE_OFFSET, length).slice(),
    );
  }

  #signal(armed: 0 | 1): void {
    Atomics.store(this.#control, LAYOUT.ARMED, armed);
    Atomics.add(this.#control, LAYOUT.SEQUENCE, 1);
    Atomics.notify(this.#control, LAYOUT.SEQUENCE);
  }

  #write(offset: number, lengthIndex: number, text: string): void {
    const bytes = new TextEncoder().encode(text).subarray(
      0,
      LAYOUT.CAUSE_OFFSET - LAYOUT.ID_OFFSET,
    );
    new Uint8Array(this.#memory).set(bytes, offset);
    this.#control[lengthIndex] = bytes.length;
  }
}

/** Reads this thread's entry in /proc, as in "4711/task/4713" (proc(5)); undefined without /proc. */
export function readThread(): string | undefined {
  try {
    return Deno.readLinkSync("/proc/thread-self");
  } catch {
    return undefined;
  }
}

// The other side of the ring buffer of lesson 15: keeps to its layout, with nothing of the code under test.
import { type AtomicsCall, loadFreshCopy, watchAtomics } from "./watch_atomics.ts";

const [TAIL, CLOSED, CAPACITY, HEAD] = [0, 1, 2, 16]; // words
const HEADER_BYTES = 128;
const LENGTH_BYTES = 4;

/** The part of a test's context that watchSteps() needs. */
interface Stage {
  readonly subjectPath: string;
  defer(undo: () => unknown): void;
}

/** A ring as it lies in memory. Counters are unsigned: 0 to 2 ** 32 - 1. */
export class RingExaminer {
  readonly memory: ArrayBufferLike;
  readonly #words: Int32Array<ArrayBufferLike>;
  readonly #data: Uint8Array<ArrayBufferLike>;

  constructor(memory: ArrayBufferLike) {
    this.memory = memory;
    this.#words = new Int32Array(memory, 0, HEADER_BYTES / 4);
    this.#data = new Uint8Array(memory, HEADER_BYTES, this.#words[CAPACITY]);
  }

  /** Makes an empty ring of its own, as reset() leaves it. */
  static make(capacity: number, counter = 0): RingExaminer {
    const memory = new SharedArrayBuffer(HEADER_BYTES + capacity);
    new Int32Array(memory)[CAPACITY] = capacity;
    const ring = new RingExaminer(memory);
    ring.reset(counter);
    return ring;
  }

  /** Empties the ring, sets both counters to `counter`; the bytes that nobody has written are 0xee. */
  reset(counter: number): void {
    this.head = this.tail = counter;
    Atomics.store(this.#words, CLOSED, 0);
    this.spoilFree();
  }

  get tail(): number {
    return Atomics.load(this.#words, TAIL) >>> 0;
  }

  set tail(counter: number) {
    Atomics.store(this.#words, TAIL, counter | 0);
  }

  get head(): number {
    return Atomics.load(this.#words, HEAD) >>> 0;
  }

  set head(counter: number) {
    Atomics.store(this.#words, HEAD, counter | 0);
  }

  get isClosed(): boolean {
    return Atomics.load(this.#words, CLOSED) !== 0;
  }

  close(): void {
    Atomics.store(this.#words, CLOSED, 1);
  }

  /** Puts a frame in, whether there is room or not. */
  put(frame: Uint8Array): void {
    const start = this.tail;
    const length = Uint8Array.of(...[0, 8, 16, 24].map((bits) => frame.length >>> bits));
    for (const [at, byte] of [...length, ...frame].entries()) {
      this.#data[this.#at(start + at)] = byte;
    }
    this.tail = start + LENGTH_BYTES + frame.length;
  }

  /** Takes out all frames that the tail says are there; throws when their lengths make no sense. */
  takeAll(): Uint8Array[] {
    const frames: Uint8Array[] = [];
    const end = this.tail;
    const used = (end - this.head) >>> 0;
    const { length: capacity } = this.#data;
    if (used > capacity) {
      throw new Error(`the tail is ${used} bytes ahead in a ring of ${capacity}`);
    }
    for (let at = this.head; at !== end;) {
      const length = this.#read(at, LENGTH_BYTES).reduceRight((sum, byte) => sum * 256 + byte, 0);
      const next = (at + LENGTH_BYTES + length) >>> 0;
      if ((next - this.head) >>> 0 > used) {
        throw new Error(`a frame says that it has ${length} bytes, more than the tail tells of`);
      }
      frames.push(this.#read(at + LENGTH_BYTES, length));
      at = next;
    }
    this.head = end;
    return frames;
  }

  /** Writes 0xee over all bytes that are free, as a fast producer might. */
  spoilFree(): void {
    const free = this.#data.length - ((this.tail - this.head) >>> 0);
    for (let at = 0; at < free; at++) this.#data[this.#at(this.tail + at)] = 0xee;
  }

  #read(start: number, length: number): Uint8Array {
    return Uint8Array.from({ length }, (_, at) => this.#data[this.#at(start + at)] ?? 0);
  }

  #at(counter: number): number {
    return (counter >>> 0) % this.#data.length;
  }
}

/** A ring of 16 bytes, a fresh copy of the subject, and somebody who moves after each Atomics call in `act()`. */
export async function watchSteps<Module>(
  t: Stage,
  move: (ring: RingExaminer, call: AtomicsCall) => void,
) {
  const examiner = RingExaminer.make(16);
  let isActing = false;
  const after = (call: AtomicsCall) => isActing && move(examiner, call);
  t.defer(watchAtomics(examiner.memory, { after }));
  const subject = await loadFreshCopy<Module>(t.subjectPath);
  const act = <T>(step: () => T): T => {
    isActing = true;
    try {
      return step();
    } finally {
      isActing = false;
    }
  };
  return { examiner, subject, act };
}

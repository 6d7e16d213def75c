// @style unsigned counters as fields: each side keeps its own, and looks at the other's only when it seems to matter

export const HEADER_BYTES = 128;

export class RingBuffer {
  readonly #counters: Uint32Array<ArrayBufferLike>;
  readonly #bytes: Uint8Array<ArrayBufferLike>;
  #tail: number;
  #head: number;

  private constructor(counters: Uint32Array<ArrayBufferLike>, bytes: Uint8Array<ArrayBufferLike>) {
    this.#counters = counters;
    this.#bytes = bytes;
    this.#tail = Atomics.load(counters, 0);
    this.#head = Atomics.load(counters, 16);
  }

  static create(mem: ArrayBufferLike, capacity: number): RingBuffer {
    if (!isPowerOfTwo(capacity)) throw new RangeError(`${capacity} is no power of two from 8 on`);
    if (mem.byteLength < HEADER_BYTES + capacity) throw new RangeError("the memory is too short");
    const counters = new Uint32Array(mem, 0, 32);
    for (const [word, value] of [[0, 0], [1, 0], [16, 0], [2, capacity]] as const) {
      Atomics.store(counters, word, value);
    }
    return new RingBuffer(counters, new Uint8Array(mem, HEADER_BYTES, capacity));
  }

  static attach(mem: ArrayBufferLike): RingBuffer {
    if (mem.byteLength < HEADER_BYTES) {
      throw new TypeError("not even room for the header of a ring");
    }
    const counters = new Uint32Array(mem, 0, 32);
    const capacity = Atomics.load(counters, 2);
    if (!isPowerOfTwo(capacity)) throw new TypeError("no ring is here");
    if (mem.byteLength < HEADER_BYTES + capacity) throw new TypeError("the ring was cut");
    return new RingBuffer(counters, new Uint8Array(mem, HEADER_BYTES, capacity));
  }

  push(frame: Uint8Array): boolean {
    const capacity = this.#bytes.length;
    const total = 4 + frame.length;
    if (total > capacity) throw new RangeError(`${frame.length} bytes never fit`);
    if (Atomics.load(this.#counters, 1) === 1) throw new Error("the ring is closed");
    this.#tail = Atomics.load(this.#counters, 0);
    if (distance(this.#head, this.#tail) + total > capacity) {
      this.#head = Atomics.load(this.#counters, 16);
      if (distance(this.#head, this.#tail) + total > capacity) return false;
    }
    const { length } = frame;
    const lengthBytes = [length & 255, (length >> 8) & 255, (length >> 16) & 255, length >> 24];
    this.#fill(this.#tail, Uint8Array.from(lengthBytes));
    this.#fill(this.#tail + 4, frame);
    this.#tail = Atomics.store(this.#counters, 0, (this.#tail + total) >>> 0);
    return true;
  }

  pop(): Uint8Array | null {
    this.#head = Atomics.load(this.#counters, 16);
    if (this.#head === this.#tail) this.#tail = Atomics.load(this.#counters, 0);
    if (this.#head === this.#tail) return null;
    const length = new DataView(this.#take(this.#head, 4).buffer).getUint32(0, true);
    const frame = this.#take(this.#head + 4, length);
    this.#head = Atomics.store(this.#counters, 16, (this.#head + 4 + length) >>> 0);
    return frame;
  }

  get used(): number {
    return distance(Atomics.load(this.#counters, 16), Atomics.load(this.#counters, 0));
  }

  close(): void {
    Atomics.store(this.#counters, 1, 1);
  }

  get drained(): boolean {
    if (Atomics.load(this.#counters, 1) === 0) return false;
    return this.used === 0;
  }

  #fill(counter: number, from: Uint8Array): void {
    const start = counter % this.#bytes.length;
    const rest = from.subarray(this.#bytes.length - start);
    this.#bytes.set(rest.length > 0 ? from.subarray(0, -rest.length) : from, start);
    this.#bytes.set(rest);
  }

  #take(counter: number, length: number): Uint8Array<ArrayBuffer> {
    const start = counter % this.#bytes.length;
    const frame = new Uint8Array(length);
    const first = this.#bytes.subarray(start, start + length);
    frame.set(first);
    frame.set(this.#bytes.subarray(0, length - first.length), first.length);
    return frame;
  }
}

function distance(head: number, tail: number): number {
  return tail >= head ? tail - head : tail - head + 2 ** 32;
}

function isPowerOfTwo(bytes: number): boolean {
  return Array.from({ length: 28 }, (_, bit) => 8 << bit).includes(bytes);
}

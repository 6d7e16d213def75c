// @test ring-buffer/T2
// @says "RangeError"
// @mistake copying the frame in one piece, even where it crosses the edge

export const HEADER_BYTES = 128;
const TAIL = 0;
const CLOSED = 1;
const CAPACITY = 2;
const HEAD = 16;

const LENGTH_BYTES = 4;

export class RingBuffer {
  readonly #words: Int32Array<ArrayBufferLike>;
  readonly #data: Uint8Array<ArrayBufferLike>;
  readonly #capacity: number;
  readonly #mask: number;

  private constructor(mem: ArrayBufferLike, capacity: number) {
    this.#words = new Int32Array(mem, 0, HEADER_BYTES / 4);
    this.#data = new Uint8Array(mem, HEADER_BYTES, capacity);
    this.#capacity = capacity;
    this.#mask = capacity - 1;
  }

  static create(mem: ArrayBufferLike, capacity: number): RingBuffer {
    if (!isCapacity(capacity)) {
      throw new RangeError(
        `Cannot make a ring of ${capacity} bytes: give a power of two from 8 on`,
      );
    }
    const ring = new RingBuffer(mem, capacity);
    ring.#words.fill(0);
    Atomics.store(ring.#words, CAPACITY, capacity);
    return ring;
  }

  static attach(mem: ArrayBufferLike): RingBuffer {
    const room = mem.byteLength - HEADER_BYTES;
    const capacity = room > 0 ? Atomics.load(new Int32Array(mem, 0, HEAD), CAPACITY) : 0;
    if (!isCapacity(capacity) || capacity > room) {
      throw new TypeError("Cannot attach to this memory as there is no ring in it: call create()");
    }
    return new RingBuffer(mem, capacity);
  }

  push(frame: Uint8Array): boolean {
    const need = LENGTH_BYTES + frame.length;
    if (need > this.#capacity) {
      throw new RangeError(
        `Cannot push ${need} bytes, length included: capacity ${this.#capacity}`,
      );
    }
    if (Atomics.load(this.#words, CLOSED) !== 0) throw new Error("Cannot push: the ring is closed");
    const tail = Atomics.load(this.#words, TAIL);
    if (this.#usedAt(tail) + need > this.#capacity) return false;
    for (let byte = 0; byte < LENGTH_BYTES; byte++) {
      this.#data[(tail + byte) & this.#mask] = frame.length >>> (8 * byte);
    }
    this.#write(tail + LENGTH_BYTES, frame);
    Atomics.store(this.#words, TAIL, (tail + need) | 0);
    return true;
  }

  pop(): Uint8Array | null {
    const head = Atomics.load(this.#words, HEAD);
    if (Atomics.load(this.#words, TAIL) === head) return null;
    let length = 0;
    for (let byte = 0; byte < LENGTH_BYTES; byte++) {
      length |= (this.#data[(head + byte) & this.#mask] ?? 0) << (8 * byte);
    }
    const frame = this.#copy(head + LENGTH_BYTES, length);
    Atomics.store(this.#words, HEAD, (head + LENGTH_BYTES + length) | 0);
    return frame;
  }

  get used(): number {
    return this.#usedAt(Atomics.load(this.#words, TAIL));
  }

  close(): void {
    Atomics.store(this.#words, CLOSED, 1);
  }

  get drained(): boolean {
    return Atomics.load(this.#words, CLOSED) !== 0 && this.used === 0;
  }
  #write(at: number, bytes: Uint8Array): void {
    const start = at & this.#mask;
    this.#data.set(bytes, start);
  }

  #copy(at: number, length: number): Uint8Array {
    const start = at & this.#mask;
    const untilEdge = this.#capacity - start;
    if (length <= untilEdge) return this.#data.slice(start, start + length);
    const bytes = new Uint8Array(length);
    bytes.set(this.#data.subarray(start));
    bytes.set(this.#data.subarray(0, length - untilEdge), untilEdge);
    return bytes;
  }

  #usedAt(tail: number): number {
    return (tail - Atomics.load(this.#words, HEAD)) >>> 0;
  }
}

function isCapacity(bytes: number): boolean {
  return bytes >= 8 && Number.isInteger(Math.log2(bytes));
}

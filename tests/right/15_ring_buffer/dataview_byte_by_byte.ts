// @style the plainest: a word helper for Atomics, one loop over single bytes for length and payload alike

export const HEADER_BYTES = 128;

/** One word of the header. */
class Word {
  readonly #view: Int32Array<ArrayBufferLike>;

  constructor(mem: ArrayBufferLike, byteOffset: number) {
    this.#view = new Int32Array(mem, byteOffset, 1);
  }

  get value(): number {
    return Atomics.load(this.#view, 0);
  }

  set value(next: number) {
    Atomics.store(this.#view, 0, next);
  }
}

export class RingBuffer {
  readonly tail: Word;
  readonly closed: Word;
  readonly head: Word;
  readonly capacity: number;
  readonly data: DataView<ArrayBufferLike>;

  private constructor(mem: ArrayBufferLike, capacity: number) {
    this.tail = new Word(mem, 0);
    this.closed = new Word(mem, 4);
    this.head = new Word(mem, 64);
    this.capacity = capacity;
    this.data = new DataView(mem, HEADER_BYTES, capacity);
  }

  static create(mem: ArrayBufferLike, capacity: number): RingBuffer {
    const problem = findProblem(mem, capacity);
    if (problem !== undefined) throw new RangeError(problem);
    const ring = new RingBuffer(mem, capacity);
    for (const word of [ring.tail, ring.closed, ring.head]) word.value = 0;
    new Word(mem, 8).value = capacity;
    return ring;
  }

  static attach(mem: ArrayBufferLike): RingBuffer {
    const capacity = mem.byteLength >= HEADER_BYTES ? new Word(mem, 8).value : 0;
    const problem = findProblem(mem, capacity);
    if (problem !== undefined) throw new TypeError(problem);
    return new RingBuffer(mem, capacity);
  }

  push(frame: Uint8Array): boolean {
    if (frame.length > this.capacity - 4) throw new RangeError(`${frame.length} bytes never fit`);
    if (this.closed.value !== 0) throw new Error("push() after close()");
    if (this.capacity - this.used < 4 + frame.length) return false;
    let end = this.tail.value;
    const put = (byte: number) => this.data.setUint8((end++ >>> 0) % this.capacity, byte & 255);
    for (const shift of [0, 8, 16, 24]) put(frame.length >> shift);
    frame.forEach(put);
    this.tail.value = end;
    return true;
  }

  pop(): Uint8Array | null {
    if (this.used === 0) return null;
    let end = this.head.value;
    const get = () => this.data.getUint8((end++ >>> 0) % this.capacity);
    const length = [0, 8, 16, 24].reduce((sum, shift) => sum + (get() << shift), 0);
    const frame = Uint8Array.from({ length }, get);
    this.head.value = end;
    return frame;
  }

  get used(): number {
    return (this.tail.value - this.head.value) >>> 0;
  }

  close(): void {
    this.closed.value = 1;
  }

  get drained(): boolean {
    return this.closed.value === 1 && this.used === 0;
  }
}

function findProblem(mem: ArrayBufferLike, capacity: number): string | undefined {
  const isPower = capacity >= 8 && capacity <= 2 ** 30 && 2 ** 30 % capacity === 0;
  if (!isPower) return `${capacity} is no capacity`;
  return mem.byteLength < HEADER_BYTES + capacity ? `${mem.byteLength} bytes are few` : undefined;
}

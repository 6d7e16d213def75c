// @style closures: Atomics.add moves the counters, one function cuts a stretch into the pieces before and after the edge

type Memory = ArrayBufferLike;

export const HEADER_BYTES = 128;

const { add, exchange, load, store } = Atomics;

function check(mem: Memory, capacity: number, Failure: typeof RangeError | typeof TypeError): void {
  const isPower = capacity > 7 && capacity <= 1 << 30 && (capacity & (capacity - 1)) === 0;
  if (!isPower || capacity % 1 !== 0) throw new Failure(`the capacity is ${capacity}`);
  if (capacity + HEADER_BYTES > mem.byteLength) throw new Failure(`${mem.byteLength} bytes`);
}

export class RingBuffer {
  readonly push: (frame: Uint8Array) => boolean;
  readonly pop: () => Uint8Array | null;
  readonly close: () => void;
  readonly #used: () => number;
  readonly #isClosed: () => boolean;

  private constructor(mem: Memory) {
    const writers = new Int32Array(mem, 0, 16);
    const readers = new Int32Array(mem, 64, 16);
    const capacity = load(writers, 2);
    const used = () => (load(writers, 0) - load(readers, 0)) >>> 0;
    const isClosed = () => load(writers, 1) !== 0;
    const pieces = (counter: number, length: number): Uint8Array[] => {
      const start = (counter >>> 0) % capacity;
      const first = Math.min(length, capacity - start);
      return [
        new Uint8Array(mem, HEADER_BYTES + start, first),
        new Uint8Array(mem, HEADER_BYTES, length - first),
      ];
    };
    const read = (counter: number, length: number): Uint8Array => {
      const joined = new Uint8Array(length);
      let at = 0;
      for (const piece of pieces(counter, length)) {
        joined.set(piece, at);
        at += piece.length;
      }
      return joined;
    };
    this.push = (frame) => {
      const whole = new Uint8Array(4 + frame.length);
      if (whole.length > capacity) throw new RangeError(`${frame.length} bytes are too many`);
      if (isClosed()) throw new Error("closed");
      if (used() + whole.length > capacity) return false;
      new DataView(whole.buffer).setUint32(0, frame.length, true);
      whole.set(frame, 4);
      let at = 0;
      for (const piece of pieces(load(writers, 0), whole.length)) {
        piece.set(whole.subarray(at, at += piece.length));
      }
      add(writers, 0, whole.length);
      return true;
    };
    this.pop = () => {
      if (used() === 0) return null;
      const head = load(readers, 0);
      const [low = 0, second = 0, third = 0, high = 0] = read(head, 4);
      const length = low + 256 * (second + 256 * (third + 256 * high));
      const frame = read(head + 4, length);
      add(readers, 0, 4 + length);
      return frame;
    };
    this.close = () => void exchange(writers, 1, 1);
    this.#used = used;
    this.#isClosed = isClosed;
  }

  static create(mem: Memory, capacity: number): RingBuffer {
    check(mem, capacity, RangeError);
    new Uint8Array(mem, 0, HEADER_BYTES).fill(0);
    store(new Int32Array(mem, 0, 3), 2, capacity);
    return new RingBuffer(mem);
  }

  static attach(mem: Memory): RingBuffer {
    const capacity = mem.byteLength < 12 ? 0 : load(new Int32Array(mem, 0, 3), 2);
    check(mem, capacity, TypeError);
    return new RingBuffer(mem);
  }

  get used(): number {
    return this.#used();
  }

  get drained(): boolean {
    return this.#isClosed() && this.#used() === 0;
  }
}

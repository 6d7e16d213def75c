import { Todo } from "#lib/todo.ts";

/** Bytes in front of the data: the header of the layout below. Given, since both sides must agree on it. */
export const HEADER_BYTES = 128;

/**
 * Frames of bytes from one producer to one consumer, through memory that both share. Nobody waits in it:
 * who finds it full or empty is told so, and goes to sleep elsewhere.
 *
 * The layout is a contract, since the other side may run another program. Words are Int32, lengths are
 * 4 bytes, both with the lowest byte first:
 *
 * | Byte | Written by | Holds                                                       |
 * | ---- | ---------- | ----------------------------------------------------------- |
 * | 0    | producer   | tail: how many bytes were ever put in, modulo 2 ** 32       |
 * | 4    | producer   | closed: 1 when no more frames come, else 0                  |
 * | 8    | create()   | capacity: bytes of data, a power of two                     |
 * | 64   | consumer   | head: how many bytes were ever taken out, modulo 2 ** 32    |
 * | 128  | producer   | data: a frame is its length and then its bytes; byte number |
 * |      |            | n of all that were ever put in is at 128 + n % capacity     |
 */
export class RingBuffer {
  /** Yours: give it the parameters that you like. The tests call only create() and attach(). */
  private constructor(..._: unknown[]) {
    // TODO: what does a side of the ring have to keep?
    throw new Todo("15_ring_buffer", "RingBuffer");
  }

  /**
   * Makes an empty ring in `mem`, whatever was there before, and returns one side of it.
   *
   * @throws {RangeError} when `capacity` is no power of two from 8 on, or `mem` has no room for header
   *   and data
   */
  static create(_mem: ArrayBufferLike, _capacity: number): RingBuffer {
    throw new Todo("15_ring_buffer", "RingBuffer.create()");
  }

  /**
   * Returns a side of the ring that somebody has made in `mem`, and changes nothing in it.
   *
   * @throws {TypeError} when there is no ring: the capacity is none that create() makes, or `mem` ends before
   *   its data does
   */
  static attach(_mem: ArrayBufferLike): RingBuffer {
    throw new Todo("15_ring_buffer", "RingBuffer.attach()");
  }

  /**
   * Puts a copy of `frame` in and returns true; returns false while there is no room for it. The producer's.
   *
   * @throws {RangeError} when `frame` can never fit: it has more than capacity - 4 bytes
   * @throws {Error} after close()
   */
  push(_frame: Uint8Array): boolean {
    // TODO: which of your stores tells the consumer "go"?
    throw new Todo("15_ring_buffer", "push()");
  }

  /** Takes the oldest frame out and returns a copy of it, or null while there is none. The consumer's. */
  pop(): Uint8Array | null {
    throw new Todo("15_ring_buffer", "pop()");
  }

  /** Bytes in use now: of all frames inside, and of their lengths. */
  get used(): number {
    throw new Todo("15_ring_buffer", "used");
  }

  /** Says that no more frames come. What is inside can still be taken out. The producer's. */
  close(): void {
    throw new Todo("15_ring_buffer", "close()");
  }

  /** True when the ring is closed and empty: the consumer's end-of-file, which is never said too early. */
  get drained(): boolean {
    throw new Todo("15_ring_buffer", "drained");
  }
}

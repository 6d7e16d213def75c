/** Where bytes come from: `Deno.Conn`, `Deno.FsFile` and `Deno.stdin` are such sources. */
export interface ByteSource {
  /** Reads up to `p.length` bytes into `p`; returns how many (0 is no end), or null at end-of-file. */
  read(p: Uint8Array): Promise<number | null>;
}

/** Where bytes go: `Deno.Conn`, `Deno.FsFile` and `Deno.stdout` are such sinks. */
export interface ByteSink {
  /** Writes some of `p`; returns how many bytes. Once it has returned, `p` belongs to the caller again. */
  write(p: Uint8Array): Promise<number>;
}

const HEADER_BYTES = 4;
const MAX_BYTES = 16 << 20;
/** More than a socket takes at once (net.core.wmem_default is 208 KiB): what is behind is not copied. */
const BLOCK_BYTES = 256 << 10;

/**
 * Reads exactly `n` bytes. Returns null at end-of-file before the first of them; `n === 0` reads nothing.
 *
 * @throws {Deno.errors.UnexpectedEof} at end-of-file after some of them
 */
export async function readExactly(src: ByteSource, n: number): Promise<Uint8Array | null> {
  const bytes = new Uint8Array(n);
  const count = await fill(bytes, src);
  if (count === n) return bytes;
  if (count === 0) return null;
  throw endOfFile(`${count} of ${n} bytes`);
}

/** Reads until `bytes` is full or the source ends; returns how many bytes came. */
async function fill(bytes: Uint8Array, src: ByteSource): Promise<number> {
  let offset = 0;
  while (offset < bytes.length) {
    const count = await src.read(offset === 0 ? bytes : bytes.subarray(offset));
    if (count === null) break;
    offset += count;
  }
  return offset;
}

/** Writes all of `data`, in as many writes as it takes. */
export async function writeAll(dst: ByteSink, data: Uint8Array): Promise<void> {
  for (let offset = 0; offset < data.length;) {
    offset += await dst.write(offset === 0 ? data : data.subarray(offset));
  }
}

/** A block that no write uses at the moment: fresh memory costs more than the copy (page faults). */
let spare: Uint8Array | undefined;

/**
 * Writes the payload's length (u32, big-endian) and the payload, in one write as far as `dst` takes it. Whoever
 * writes to one sink from several places has to wait for each call before the next.
 *
 * @throws {RangeError} when the payload's length does not fit a u32
 */
export async function writeFrame(dst: ByteSink, payload: Uint8Array): Promise<void> {
  const block = spare ?? new Uint8Array(BLOCK_BYTES);
  spare = undefined; // a write to another sink in the meantime takes a block of its own
  try {
    const begin = payload.subarray(0, BLOCK_BYTES - HEADER_BYTES);
    putLength(block, payload.length);
    block.set(begin, HEADER_BYTES);
    await writeAll(dst, block.subarray(0, HEADER_BYTES + begin.length));
    await writeAll(dst, payload.subarray(begin.length));
  } finally {
    spare = block;
  }
}

/**
 * Reads one frame; returns its payload, or null at end-of-file between frames.
 *
 * @param o `maxBytes`: the largest payload allowed, in bytes; 16 MiB unless given. `buffer`: memory for payloads
 * that fit into it. Such a payload is a view of it, good until the buffer is used again, and for large ones the
 * call takes half the time: fresh memory must be cleared first.
 * @throws {RangeError} when the announced length is larger than `maxBytes`, before anything more is read or
 * allocated
 * @throws {Deno.errors.UnexpectedEof} at end-of-file inside the frame
 */
export async function readFrame(
  src: ByteSource,
  o: { maxBytes?: number; buffer?: Uint8Array } = {},
): Promise<Uint8Array | null> {
  const header = await readExactly(src, HEADER_BYTES);
  if (header === null) return null;
  const length = checkLength(getLength(header), o.maxBytes ?? MAX_BYTES);
  const { buffer } = o;
  const payload = buffer && length <= buffer.length
    ? buffer.subarray(0, length)
    : new Uint8Array(length);
  const count = await fill(payload, src);
  if (count < length) throw endOfFile(`${count} of ${length} bytes of a payload`);
  return payload;
}

/**
 * Returns the payload as a frame of its own memory: length (u32, big-endian), then payload.
 *
 * @throws {RangeError} when the payload's length does not fit a u32
 */
export function encodeFrame(payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(HEADER_BYTES + payload.length);
  putLength(frame, payload.length);
  frame.set(payload, HEADER_BYTES);
  return frame;
}

/**
 * Turns chunks of bytes, cut anywhere, into payloads: for readers that read large blocks, which may hold many
 * frames. A decoder that has thrown is used up.
 */
export class FrameDecoder {
  readonly #maxBytes: number;
  readonly #header = new Uint8Array(HEADER_BYTES);
  /** What is filled at the moment: the header, or the payload that it has announced. */
  #target = this.#header;
  #byteCount = 0;

  /**
   * Begins a new stream.
   *
   * @param o `maxBytes`: the largest payload allowed, in bytes; 16 MiB unless given
   */
  constructor(o: { maxBytes?: number } = {}) {
    this.#maxBytes = o.maxBytes ?? MAX_BYTES;
  }

  /**
   * Takes the next chunk, which may be reused afterwards; returns the payloads that end in it. They may share
   * their memory: who keeps a small one for long keeps a `slice()` of it.
   *
   * @throws {RangeError} when an announced length is larger than `maxBytes`, before anything is allocated for it
   */
  push(chunk: Uint8Array): Uint8Array[] {
    const payloads: Uint8Array[] = [];
    let offset = 0;
    for (;;) {
      if (this.#byteCount === 0 && this.#target === this.#header) {
        offset = this.#takeWholeFrames(chunk, { from: offset, payloads });
      }
      const part = chunk.subarray(offset, offset + this.#target.length - this.#byteCount);
      this.#target.set(part, this.#byteCount);
      this.#byteCount += part.length;
      offset += part.length;
      if (this.#byteCount < this.#target.length) return payloads;
      this.#byteCount = 0;
      if (this.#target === this.#header) {
        this.#target = new Uint8Array(checkLength(getLength(this.#header), this.#maxBytes));
      } else {
        payloads.push(this.#target);
        this.#target = this.#header;
      }
    }
  }

  /**
   * Ends the stream.
   *
   * @throws {Deno.errors.UnexpectedEof} inside a frame
   */
  end(): void {
    if (this.#target === this.#header && this.#byteCount === 0) return;
    const what = this.#target === this.#header ? "length" : "payload";
    throw endOfFile(`${this.#byteCount} of ${this.#target.length} bytes of a ${what}`);
  }

  /** The quick way for frames that are not cut; returns where the first one begins that is. */
  #takeWholeFrames(
    chunk: Uint8Array,
    { from, payloads }: { from: number; payloads: Uint8Array[] },
  ): number {
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
    let copy: Uint8Array<ArrayBuffer> | undefined; // one for all: a small array costs more than its bytes
    let offset = from;
    while (offset + HEADER_BYTES <= chunk.length) {
      const length = checkLength(view.getUint32(offset), this.#maxBytes);
      const start = offset + HEADER_BYTES;
      if (start + length > chunk.length) break;
      copy ??= new Uint8Array(chunk.subarray(from)); // slice() of a node Buffer is no copy
      payloads.push(new Uint8Array(copy.buffer, start - from, length));
      offset = start + length;
    }
    return offset;
  }
}

function putLength(frame: Uint8Array, length: number): void {
  if (length > 0xffff_ffff) {
    throw new RangeError(`Cannot frame ${length} bytes: their length does not fit 32 bits`);
  }
  new DataView(frame.buffer, frame.byteOffset).setUint32(0, length);
}

function getLength(header: Uint8Array): number {
  return new DataView(header.buffer, header.byteOffset).getUint32(0);
}

function checkLength(length: number, maxBytes: number): number {
  if (length <= maxBytes) return length;
  throw new RangeError(`Cannot take a frame of ${length} bytes: at most ${maxBytes} are allowed`);
}

function endOfFile(got: string): Deno.errors.UnexpectedEof {
  return new Deno.errors.UnexpectedEof(`Cannot read on: end-of-file after ${got}`);
}

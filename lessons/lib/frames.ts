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
  for (let offset = 0; offset < n;) {
    const count = await src.read(offset === 0 ? bytes : bytes.subarray(offset));
    if (count !== null) offset += count;
    else if (offset === 0) return null;
    else throw endOfFile(`${offset} of ${n} bytes`);
  }
  return bytes;
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
 * @throws {RangeError} when the announced length is larger than `maxBytes` (16 MiB unless given), before anything
 * more is read or allocated
 * @throws {Deno.errors.UnexpectedEof} at end-of-file inside the frame
 */
export async function readFrame(
  src: ByteSource,
  o: { maxBytes?: number } = {},
): Promise<Uint8Array | null> {
  const header = await readExactly(src, HEADER_BYTES);
  if (header === null) return null;
  const length = takeLength(header, { offset: 0, maxBytes: o.maxBytes ?? MAX_BYTES });
  const payload = await readExactly(src, length);
  if (payload === null) throw endOfFile(`0 of ${length} bytes`);
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
   * Takes the next chunk; returns the payloads that end in it. They are copies: the chunk may be reused.
   *
   * @throws {RangeError} when an announced length is larger than `maxBytes`, before anything is allocated for it
   */
  push(chunk: Uint8Array): Uint8Array[] {
    const payloads: Uint8Array[] = [];
    let offset = 0;
    for (;;) {
      if (this.#byteCount === 0 && this.#target === this.#header) {
        offset = this.#takeWholeFrames(chunk, { offset, payloads });
      }
      const part = chunk.subarray(offset, offset + this.#target.length - this.#byteCount);
      this.#target.set(part, this.#byteCount);
      this.#byteCount += part.length;
      offset += part.length;
      if (this.#byteCount < this.#target.length) return payloads;
      this.#byteCount = 0;
      if (this.#target === this.#header) {
        this.#target = new Uint8Array(
          takeLength(this.#header, { offset: 0, maxBytes: this.#maxBytes }),
        );
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
    { offset, payloads }: { offset: number; payloads: Uint8Array[] },
  ): number {
    while (offset + HEADER_BYTES <= chunk.length) {
      const start = offset + HEADER_BYTES;
      const end = start + takeLength(chunk, { offset, maxBytes: this.#maxBytes });
      if (end > chunk.length) break;
      payloads.push(chunk.slice(start, end));
      offset = end;
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

function takeLength(
  bytes: Uint8Array,
  { offset, maxBytes }: { offset: number; maxBytes: number },
): number {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset);
  if (length <= maxBytes) return length;
  throw new RangeError(`Cannot take a frame of ${length} bytes: at most ${maxBytes} are allowed`);
}

function endOfFile(got: string): Deno.errors.UnexpectedEof {
  return new Deno.errors.UnexpectedEof(`Cannot read on: end-of-file after ${got}`);
}

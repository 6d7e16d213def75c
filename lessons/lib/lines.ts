const NEWLINE = 0x0a;
const MAX_LINE_BYTES = 1 << 20;

/**
 * Turns chunks of bytes, cut anywhere, into lines of text. A line ends with "\n" or "\r\n", which is removed;
 * everything else stays. A decoder that has thrown is used up.
 *
 * It decodes all complete lines of a chunk at once, and its work grows with the bytes, not with the cuts.
 */
export class LineDecoder {
  readonly #maxLineBytes: number;
  // ignoreBOM means: leave the three bytes of a byte order mark in the text
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  /** Begins with the bytes that came after the last newline. */
  #buffer = new Uint8Array(256);
  #byteCount = 0;

  /**
   * Begins a new stream.
   *
   * @param o `maxLineBytes`: the longest line allowed, in bytes without its "\n"; 1 MiB unless given
   */
  constructor(o: { maxLineBytes?: number } = {}) {
    this.#maxLineBytes = o.maxLineBytes ?? MAX_LINE_BYTES;
  }

  /**
   * Takes the next chunk, which may be reused afterwards; returns the lines that end in it.
   *
   * @throws {RangeError} as soon as a line is longer than `maxLineBytes`, whether it has ended or not
   * @throws {TypeError} when a line is not UTF-8
   */
  push(chunk: Uint8Array): string[] {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    let complete = chunk.subarray(0, end);
    const rest = chunk.subarray(end);
    this.#checkLines(complete);
    this.#checkLength((end === 0 ? this.#byteCount : 0) + rest.length);
    if (end === 0) {
      this.#keep(rest);
      return [];
    }
    if (this.#byteCount > 0) {
      this.#keep(complete);
      complete = this.#takeKept();
    }
    const text = this.#decoder.decode(complete);
    this.#keep(rest);
    const found = text.replaceAll("\r\n", "\n").split("\n");
    found.pop(); // behind the last newline, where nothing is
    return found;
  }

  /**
   * Ends the stream; returns the last line if it lacks its newline, else nothing.
   *
   * @throws {TypeError} when that line is not UTF-8
   */
  end(): string[] {
    return this.#byteCount === 0 ? [] : [this.#decoder.decode(this.#takeKept())];
  }

  #checkLines(complete: Uint8Array): void {
    if (this.#byteCount + complete.length <= this.#maxLineBytes) return;
    let start = -this.#byteCount; // the first line began in earlier chunks
    for (let at = complete.indexOf(NEWLINE); at >= 0; at = complete.indexOf(NEWLINE, at + 1)) {
      this.#checkLength(at - start);
      start = at + 1;
    }
  }

  #checkLength(byteCount: number): void {
    if (byteCount <= this.#maxLineBytes) return;
    throw new RangeError(
      `Cannot take a line of more than ${this.#maxLineBytes} bytes: ${byteCount} have come`,
    );
  }

  #keep(bytes: Uint8Array): void {
    const needed = this.#byteCount + bytes.length;
    if (needed > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.#buffer.length));
      larger.set(this.#buffer.subarray(0, this.#byteCount));
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, this.#byteCount);
    this.#byteCount = needed;
  }

  /** The kept bytes, until the next are kept. */
  #takeKept(): Uint8Array {
    const kept = this.#buffer.subarray(0, this.#byteCount);
    this.#byteCount = 0;
    return kept;
  }
}

/**
 * Yields the lines of a stream of bytes, as {@linkcode LineDecoder} makes them. Cancels `src` when the loop over
 * the lines is left early, and when a line cannot be taken.
 *
 * @throws {RangeError} when a line is longer than `maxLineBytes` (1 MiB unless given)
 * @throws {TypeError} when a line is not UTF-8
 */
export async function* lines(
  src: ReadableStream<Uint8Array>,
  o: { maxLineBytes?: number } = {},
): AsyncGenerator<string, void> {
  const decoder = new LineDecoder(o);
  for await (const chunk of src) {
    for (const line of decoder.push(chunk)) yield line;
  }
  for (const line of decoder.end()) yield line;
}

// @test line-framing/T1
// @test line-framing/T5
// @says "the list of lines is [ "one" ]"
// @mistake looking for one newline in each chunk: a single read may bring many lines

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

export class LineDecoder {
  readonly #maxLineBytes: number;
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #buffer = new Uint8Array(1024);
  #restBytes = 0;

  constructor(o: { maxLineBytes?: number } = {}) {
    this.#maxLineBytes = o.maxLineBytes ?? 1 << 20;
  }

  push(chunk: Uint8Array): string[] {
    const found: string[] = [];
    let start = 0;
    const end = chunk.indexOf(NEWLINE);
    if (end >= 0) {
      const line = this.#complete(chunk.subarray(0, end));
      const isWindows = line.at(-1) === CARRIAGE_RETURN;
      found.push(this.#utf8.decode(isWindows ? line.subarray(0, -1) : line));
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
    return found;
  }

  end(): string[] {
    const tail = this.#complete(new Uint8Array());
    return tail.length === 0 ? [] : [this.#utf8.decode(tail)];
  }

  #complete(last: Uint8Array): Uint8Array {
    if (this.#restBytes === 0) {
      this.#checkFits(last.length);
      return last;
    }
    this.#keep(last);
    const line = this.#buffer.subarray(0, this.#restBytes);
    this.#restBytes = 0;
    return line;
  }

  #keep(bytes: Uint8Array): void {
    const needed = this.#restBytes + bytes.length;
    this.#checkFits(needed);
    if (needed > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.#buffer.length));
      larger.set(this.#buffer);
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, this.#restBytes);
    this.#restBytes = needed;
  }

  #checkFits(byteCount: number): void {
    if (byteCount <= this.#maxLineBytes) return;
    throw new RangeError(
      `Cannot take a line of more than ${this.#maxLineBytes} bytes: ${byteCount} have come`,
    );
  }
}

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

// @test line-framing/T12
// @says "the list of lines is"
// @mistake keeping a view of the chunk instead of a copy: the next read overwrites it

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

export class LineDecoder {
  readonly #maxLineBytes: number;
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #pieces: Uint8Array[] = [];
  #restBytes = 0;

  constructor(o: { maxLineBytes?: number } = {}) {
    this.#maxLineBytes = o.maxLineBytes ?? 1 << 20;
  }

  push(chunk: Uint8Array): string[] {
    const found: string[] = [];
    let start = 0;
    for (let end; (end = chunk.indexOf(NEWLINE, start)) >= 0; start = end + 1) {
      this.#keep(chunk.subarray(start, end));
      const line = this.#join();
      const isWindows = line.at(-1) === CARRIAGE_RETURN;
      found.push(this.#utf8.decode(isWindows ? line.subarray(0, -1) : line));
    }
    this.#keep(chunk.subarray(start));
    return found;
  }

  end(): string[] {
    const tail = this.#join();
    return tail.length === 0 ? [] : [this.#utf8.decode(tail)];
  }

  #keep(bytes: Uint8Array): void {
    this.#restBytes += bytes.length;
    if (this.#restBytes > this.#maxLineBytes) {
      throw new RangeError(`Cannot take a line of ${this.#restBytes} bytes`);
    }
    this.#pieces.push(bytes);
  }

  #join(): Uint8Array {
    const line = new Uint8Array(this.#restBytes);
    let offset = 0;
    for (const piece of this.#pieces) {
      line.set(piece, offset);
      offset += piece.length;
    }
    this.#pieces = [];
    this.#restBytes = 0;
    return line;
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

// @test line-framing/T2
// @test line-framing/T3
// @says "TypeError"
// @mistake decoding each chunk on its own: a character that is cut is no UTF-8 in either half

export class LineDecoder {
  readonly #maxLineBytes: number;
  #text = "";
  #restBytes = 0;

  constructor(o: { maxLineBytes?: number } = {}) {
    this.#maxLineBytes = o.maxLineBytes ?? 1 << 20;
  }

  push(chunk: Uint8Array): string[] {
    this.#measure(chunk);
    const found =
      (this.#text + new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(chunk)).split(
        "\n",
      );
    this.#text = found.pop() ?? "";
    return found.map((line) => line.endsWith("\r") ? line.slice(0, -1) : line);
  }

  end(): string[] {
    const tail = this.#text;
    this.#text = "";
    return tail === "" ? [] : [tail];
  }

  #measure(chunk: Uint8Array): void {
    let start = -this.#restBytes;
    for (let end; (end = chunk.indexOf(0x0a, Math.max(start, 0))) >= 0; start = end + 1) {
      this.#checkFits(end - start);
    }
    this.#restBytes = chunk.length - start;
    this.#checkFits(this.#restBytes);
  }

  #checkFits(byteCount: number): void {
    if (byteCount > this.#maxLineBytes) {
      throw new RangeError(`Cannot take a line of ${byteCount} bytes`);
    }
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

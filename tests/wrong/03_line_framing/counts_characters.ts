// @test line-framing/T7
// @says "push() of 10 bytes throws RangeError"
// @mistake limiting the characters of a line, not its bytes

export class LineDecoder {
  readonly #maxLineBytes: number;
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #text = "";

  constructor(o: { maxLineBytes?: number } = {}) {
    this.#maxLineBytes = o.maxLineBytes ?? 1 << 20;
  }

  push(chunk: Uint8Array): string[] {
    const found = (this.#text + this.#utf8.decode(chunk, { stream: true })).split("\n");
    this.#text = found.pop() ?? "";
    for (const line of [...found, this.#text]) this.#checkFits(line.length);
    return found.map((line) => line.endsWith("\r") ? line.slice(0, -1) : line);
  }

  end(): string[] {
    const tail = this.#text + this.#utf8.decode();
    this.#text = "";
    return tail === "" ? [] : [tail];
  }

  #checkFits(count: number): void {
    if (count > this.#maxLineBytes) {
      throw new RangeError(`Cannot take a line of ${count}`);
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

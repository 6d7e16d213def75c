// @test line-framing/T2
// @test line-framing/T3
// @says "cut after 1 bytes, is [ "n", "aïve""
// @mistake taking each chunk for a number of whole lines: nothing is remembered

export class LineDecoder {
  readonly #maxLineBytes: number;
  readonly #utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

  constructor(o: { maxLineBytes?: number } = {}) {
    this.#maxLineBytes = o.maxLineBytes ?? 1 << 20;
  }

  push(chunk: Uint8Array): string[] {
    const found = this.#utf8.decode(chunk).split("\n");
    if (found.at(-1) === "") found.pop();
    if (found.some((line) => line.length > this.#maxLineBytes)) {
      throw new RangeError("Cannot take a line that is too long");
    }
    return found.map((line) => line.replace(/\r$/, ""));
  }

  end(): string[] {
    return [];
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

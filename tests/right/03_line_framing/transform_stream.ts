// @style web streams: the decoder sits in a TransformStream; pieces are kept in a list and joined once

export class LineDecoder {
  readonly #o: { maxLineBytes?: number };
  #pieces: Uint8Array[] = [];
  #total = 0;

  constructor(o: { maxLineBytes?: number } = {}) {
    this.#o = o;
  }

  push(chunk: Uint8Array): string[] {
    const at = chunk.indexOf(0x0a);
    if (at < 0) {
      this.#add(Uint8Array.from(chunk));
      return [];
    }
    this.#add(chunk.subarray(0, at));
    let line = this.#join();
    if (line[line.length - 1] === 0x0d) line = line.subarray(0, -1);
    const first = toText(line);
    const others: string[] = [];
    for (let rest = chunk.subarray(at + 1);;) {
      const end = rest.indexOf(0x0a);
      if (end < 0) {
        this.#add(Uint8Array.from(rest));
        return [first, ...others];
      }
      others.push(...new LineDecoder(this.#o).push(rest.subarray(0, end + 1)));
      rest = rest.subarray(end + 1);
    }
  }

  end(): string[] {
    const tail = this.#join();
    return tail.length > 0 ? [toText(tail)] : [];
  }

  #add(piece: Uint8Array): void {
    this.#total += piece.length;
    const max = this.#o.maxLineBytes ?? 1_048_576;
    if (this.#total > max) throw new RangeError(`a line of over ${max} bytes`);
    this.#pieces.push(piece);
  }

  #join(): Uint8Array {
    const all = new Uint8Array(this.#total);
    this.#pieces.reduce((offset, one) => (all.set(one, offset), offset + one.length), 0);
    this.#pieces = [];
    this.#total = 0;
    return all;
  }
}

const toText = (bytes: Uint8Array) =>
  new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

export async function* lines(
  src: ReadableStream<Uint8Array>,
  o: { maxLineBytes?: number } = {},
): AsyncGenerator<string, void> {
  const decoder = new LineDecoder(o);
  const framing = new TransformStream<Uint8Array, string>({
    transform: (chunk, to) => decoder.push(chunk).forEach((line) => to.enqueue(line)),
    flush: (to) => decoder.end().forEach((line) => to.enqueue(line)),
  });
  for await (const line of src.pipeThrough(framing)) yield line;
}

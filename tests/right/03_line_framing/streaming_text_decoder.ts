// @style text first: one decoder for the whole stream, then split; the bytes are only counted

export class LineDecoder {
  readonly #limit: number;
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #text = "";
  #openBytes = 0;

  constructor({ maxLineBytes = 1024 * 1024 }: { maxLineBytes?: number } = {}) {
    this.#limit = maxLineBytes;
  }

  push(chunk: Uint8Array): string[] {
    this.#count(chunk);
    const parts = (this.#text + this.#utf8.decode(chunk, { stream: true })).split(/\r?\n/);
    this.#text = parts.pop() ?? "";
    return parts;
  }

  end(): string[] {
    const tail = this.#text + this.#utf8.decode(); // complains when it still waits for bytes
    this.#text = "";
    return tail ? [tail] : [];
  }

  #count(chunk: Uint8Array): void {
    for (const byte of chunk) {
      this.#openBytes = byte === 10 ? 0 : this.#openBytes + 1;
      if (this.#openBytes > this.#limit) {
        throw new RangeError(`a line of over ${this.#limit} bytes`);
      }
    }
  }
}

export async function* lines(
  src: ReadableStream<Uint8Array>,
  o?: { maxLineBytes?: number },
): AsyncGenerator<string, void> {
  const decoder = new LineDecoder(o);
  const reader = src.getReader();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      yield* decoder.push(step.value);
    }
    yield* decoder.end();
  } finally {
    await reader.cancel();
  }
}

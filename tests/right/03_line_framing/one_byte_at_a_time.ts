// @style a state machine: looks at each byte once; node's Readable pulls and cancels

import { Buffer } from "node:buffer";
import { Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";

const [LF, CR] = [10, 13];

export class LineDecoder {
  #line: number[] = [];
  #max: number;

  constructor(options?: { maxLineBytes?: number }) {
    this.#max = options?.maxLineBytes ?? 2 ** 20;
  }

  push(chunk: Uint8Array): string[] {
    const complete: string[] = [];
    for (const byte of chunk) {
      if (byte !== LF) {
        this.#line.push(byte);
        if (this.#line.length > this.#max) throw new RangeError("this line has no end");
      } else {
        if (this.#line.at(-1) === CR) this.#line.pop();
        complete.push(this.#flush());
      }
    }
    return complete;
  }

  end(): string[] {
    return this.#line.length ? [this.#flush()] : [];
  }

  #flush(): string {
    const bytes = Buffer.from(this.#line);
    this.#line.length = 0;
    const text = bytes.toString("utf8");
    if (!Buffer.from(text, "utf8").equals(bytes)) throw new TypeError("this line is not UTF-8");
    return text;
  }
}

export async function* lines(
  src: ReadableStream<Uint8Array>,
  o?: { maxLineBytes?: number },
): AsyncGenerator<string, void> {
  const decoder = new LineDecoder(o);
  const readable = Readable.fromWeb(src as NodeStream<Uint8Array>);
  for await (const chunk of readable) yield* decoder.push(chunk);
  yield* decoder.end();
}

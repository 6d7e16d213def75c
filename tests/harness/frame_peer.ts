// The wire format of lesson 24 in the test's own hands, on either end of a socket.
import { encodeFrame, FrameDecoder, writeAll } from "#lib/frames.ts";
import { CheckFailure } from "./failure.ts";
import { inspectValue } from "./inspect.ts";

const encode = (text: string) => new TextEncoder().encode(text);

/** The payload of a message: from a publisher to the broker, and the same from the broker to its subscribers. */
export function makeMessage(topic: string, body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const name = encode(topic);
  const bytes = typeof body === "string" ? encode(body) : body;
  const payload = new Uint8Array(2 + name.length + bytes.length);
  payload.set([1, name.length]);
  payload.set(name, 2);
  payload.set(bytes, 2 + name.length);
  return payload;
}

/** The payload of a subscribe, and of its confirmation. */
export const makeSubscribe = (pattern: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.of(2, ...encode(pattern));

/** The payload of a broker's answer to a message. */
export const makeCount = (count: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.of(3, count >> 24, count >> 16, count >> 8, count);

/** Frames, one behind the other. */
export const joinFrames = (...payloads: Uint8Array[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(payloads.flatMap((payload) => [...encodeFrame(payload)]));

/** One end of a connection: frames in, frames or any other bytes out. */
export class FramePeer {
  readonly conn: Deno.Conn;
  /** Bytes read so far. */
  byteCount = 0;
  readonly #decoder = new FrameDecoder({ maxBytes: 64 << 20 });
  readonly #payloads: Uint8Array[] = [];
  readonly #block = new Uint8Array(256 << 10);

  constructor(conn: Deno.Conn) {
    this.conn = conn;
  }

  /** Sends one frame for each payload; it may be that nobody takes them any more. */
  async write(...payloads: Uint8Array[]): Promise<void> {
    for (const payload of payloads) await this.writeBytes(encodeFrame(payload));
  }

  /** Sends bytes in pieces of at most `pieceBytes`; it may be that nobody takes them any more. */
  async writeBytes(bytes: Uint8Array, pieceBytes = Infinity): Promise<void> {
    try {
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        await writeAll(this.conn, bytes.subarray(at, at + pieceBytes));
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error; // reading says so, too
    }
  }

  /** Reads one payload; undefined when the connection has ended, in whatever way. */
  async read(): Promise<Uint8Array | undefined> {
    while (this.#payloads.length === 0) {
      const count = await this.#readBlock();
      if (count === null) return undefined;
      this.#payloads.push(...this.#decoder.push(this.#block.subarray(0, count)));
    }
    return this.#payloads.shift();
  }

  /** Reads one message as text, as in `scale.3: 70 kg`; what is none in hexadecimal digits. */
  async readText(): Promise<string> {
    const payload = await this.read();
    if (payload === undefined) return "(the end)";
    const end = 2 + (payload[1] ?? 0);
    if (payload[0] !== 1 || payload.length < end) return `(no message: ${payload.toHex()})`;
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return `${decode(payload.subarray(2, end))}: ${decode(payload.subarray(end))}`;
  }

  /** Subscribes, and reads the confirmation. */
  async subscribe(pattern: string): Promise<Uint8Array | undefined> {
    await this.write(makeSubscribe(pattern));
    return await this.read();
  }

  /** Publishes, and reads the count that answers it. */
  async publish(topic: string, body: string | Uint8Array): Promise<number> {
    await this.write(makeMessage(topic, body));
    return await this.readCount();
  }

  /** Reads one count; anything else is a failure. */
  async readCount(): Promise<number> {
    const payload = await this.read();
    if (payload?.length === 5 && payload[0] === 3) {
      return new DataView(payload.buffer, payload.byteOffset).getUint32(1);
    }
    const got = payload === undefined ? "the broker hangs up" : inspectValue(payload);
    throw new CheckFailure("a count answers what is published", got);
  }

  /** Reads to the end. */
  async drain(): Promise<void> {
    while (await this.#readBlock() !== null);
  }

  async #readBlock(): Promise<number | null> {
    try {
      const count = await this.conn.read(this.#block);
      this.byteCount += count ?? 0;
      return count;
    } catch (error) {
      if (error instanceof Deno.errors.ConnectionReset) return null;
      throw error;
    }
  }
}

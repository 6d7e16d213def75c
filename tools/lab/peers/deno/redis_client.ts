import { writeAll } from "#lib/frames.ts";

/** What Redis answers: a number, bytes, or a list of these. */
type Value = number | Uint8Array | Value[];

const BLOCK_BYTES = 64 << 10;

/** A client of Redis that publishes as lesson 24 does: what is published at the same time shares a write. */
export class RedisClient {
  readonly #conn: Deno.Conn;
  readonly #waiting: PromiseWithResolvers<number>[] = [];
  #queue: Uint8Array[] = [];
  #writing: Promise<void> | undefined;

  constructor(conn: Deno.Conn) {
    this.#conn = conn;
    this.#readCounts();
  }

  /** Publishes; resolves to how many subscribers there were. */
  publish(topic: string, body: Uint8Array): Promise<number> {
    const count = Promise.withResolvers<number>();
    this.#waiting.push(count);
    this.#queue.push(encodeCommand("PUBLISH", encode(topic), body));
    this.#writing ??= Promise.resolve().then(() => this.#write());
    return count.promise;
  }

  close(): void {
    this.#conn.close();
  }

  async #write(): Promise<void> {
    while (this.#queue.length > 0) await writeAll(this.#conn, join(this.#queue.splice(0)));
    this.#writing = undefined;
  }

  async #readCounts(): Promise<void> {
    for await (const values of readValues(this.#conn)) {
      for (const value of values) this.#waiting.shift()?.resolve(Number(value));
    }
    for (const { reject } of this.#waiting) reject(new Error("Redis has gone"));
  }
}

/** Subscribes; resolves to the messages that come from then on. */
export async function subscribeRedis(
  conn: Deno.Conn,
  topic: string,
): Promise<AsyncIterable<{ topic: string; body: Uint8Array }>> {
  await writeAll(conn, encodeCommand("SUBSCRIBE", encode(topic)));
  const blocks = readValues(conn);
  await blocks.next(); // it is in force
  return receive(blocks);
}

/** Encodes a command as Redis reads it: a list of byte strings, each with its length. */
export function encodeCommand(name: string, ...args: readonly Uint8Array[]): Uint8Array {
  const parts = [encode(name), ...args].flatMap((arg) => [
    encode(`$${arg.length}\r\n`),
    arg,
    encode("\r\n"),
  ]);
  return join([encode(`*${args.length + 1}\r\n`), ...parts]);
}

/** Parses the value at `at`, and says where the next one begins; undefined while it is not whole. */
export function parseValue(bytes: Uint8Array, at = 0): [value: Value, next: number] | undefined {
  const end = bytes.indexOf(CR, at);
  if (end < 0 || end + 2 > bytes.length) return undefined;
  const next = end + 2;
  const amount = readInteger(bytes.subarray(at + 1, end));
  switch (bytes[at]) {
    case COLON:
      return [amount, next];
    case DOLLAR:
      if (next + amount + 2 > bytes.length) return undefined;
      return [bytes.subarray(next, next + amount), next + amount + 2];
    case STAR:
      return parseList(bytes, { at: next, amount });
  }
  throw new TypeError(`Redis says ${new TextDecoder().decode(bytes.subarray(at, end))}`);
}

const [CR, DOLLAR, STAR, COLON] = [13, 36, 42, 58];

function parseList(
  bytes: Uint8Array,
  { at, amount }: { at: number; amount: number },
): [Value, number] | undefined {
  const values: Value[] = [];
  for (let index = 0; index < amount; index++) {
    const parsed = parseValue(bytes, at);
    if (parsed === undefined) return undefined;
    values.push(parsed[0]);
    at = parsed[1];
  }
  return [values, at];
}

async function* receive(blocks: AsyncIterable<Value[]>) {
  for await (const values of blocks) {
    for (const value of values) {
      const [, topic, body] = value as Uint8Array[]; // "message", the topic, the message
      if (topic && body) yield { topic: new TextDecoder().decode(topic), body };
    }
  }
}

/** Yields the values that end in each read. Ends with the connection, in whatever way that ends. */
async function* readValues(conn: Deno.Conn): AsyncGenerator<Value[], void> {
  const block = new Uint8Array(BLOCK_BYTES);
  let kept = 0; // bytes of a value whose end has not come yet
  for (;;) {
    const count = await conn.read(block.subarray(kept)).catch(() => null);
    if (count === null) return;
    const bytes = block.slice(0, kept + count); // the caller may keep what it gets
    const values: Value[] = [];
    let at = 0;
    for (let parsed; (parsed = parseValue(bytes, at)) !== undefined; at = parsed[1]) {
      values.push(parsed[0]);
    }
    kept = bytes.length - at;
    block.set(bytes.subarray(at));
    if (values.length > 0) yield values;
  }
}

function readInteger(digits: Uint8Array): number {
  let value = 0;
  for (const digit of digits) value = 10 * value + digit - 48;
  return value;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

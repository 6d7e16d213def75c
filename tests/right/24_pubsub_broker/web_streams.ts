// @style web streams: a transform cuts the frames, a writer's own queue holds what waits, and functions in place of classes

import { encodeFrame } from "#lib/frames.ts";

export interface Message {
  readonly topic: string;
  readonly body: Uint8Array;
}

export interface BrokerOptions {
  maxQueuedBytes?: number;
  onEvict?: (why: "slow" | "protocol") => void;
}

export interface Broker extends AsyncDisposable {
  readonly clients: number;
  close(): Promise<void>;
}

type Bytes = Uint8Array<ArrayBuffer>;

export async function startBroker(path: string, o: BrokerOptions = {}): Promise<Broker> {
  await Promise.resolve();
  const listener = Deno.listen({ transport: "unix", path });
  const all = new Map<number, Member>();
  const jobs: Promise<unknown>[] = [];
  const remove = (id: number) => {
    all.get(id)?.hangUp();
    return all.delete(id);
  };
  const evict = (id: number, why: "slow" | "protocol") => {
    if (remove(id)) o.onEvict?.(why);
  };
  const send = (id: number, payload: Uint8Array) => {
    const isQueued = all.get(id)?.send(payload) ?? false;
    if (!isQueued) evict(id, "slow");
    return isQueued;
  };
  const take = (id: number, payload: Uint8Array) => {
    const member = all.get(id);
    if (member === undefined) return; // thrown out within one block
    if (member.pattern !== "") throw new TypeError("it has subscribed");
    const { kind, name } = decodePayload(payload);
    if (kind === "subscribe") {
      checkName(name, { hasStars: true });
      member.pattern = name;
      send(id, payload);
    } else {
      checkName(name, { hasStars: false });
      const fans = [...all].filter(([, { pattern }]) => fits(name, pattern)).map(([id]) => id);
      const count = fans.map((fan) => send(fan, payload)).filter(Boolean).length;
      const answer = new Uint8Array(5);
      answer[0] = 3;
      new DataView(answer.buffer).setUint32(1, count);
      send(id, answer);
    }
  };
  const serve = async (id: number, conn: Deno.Conn, limit: number) => {
    try {
      for await (const payload of frames(conn, limit - 4)) take(id, payload);
      remove(id);
    } catch (error) {
      if (error instanceof TypeError || error instanceof RangeError) evict(id, "protocol");
      else remove(id);
    }
  };
  const accept = async () => {
    let lastId = 0;
    const limit = o.maxQueuedBytes ?? 262144;
    for await (const conn of listener) {
      const id = ++lastId;
      all.set(id, makeMember(conn, limit));
      jobs.push(serve(id, conn, limit));
    }
  };
  const accepting = accept();
  const end = async () => {
    try {
      listener.close();
    } catch {
      // a second call
    }
    await accepting;
    [...all.keys()].forEach(remove);
    await Promise.all(jobs);
  };
  return {
    get clients() {
      return all.size;
    },
    close: end,
    [Symbol.asyncDispose]: end,
  };
}

interface Member {
  pattern: string;
  send(payload: Uint8Array): boolean;
  hangUp(): void;
}

function makeMember(conn: Deno.Conn, limit: number): Member {
  const writer = conn.writable.getWriter();
  writer.closed.catch(() => {});
  let waiting = 0;
  return {
    pattern: "",
    hangUp: () => hangUp(conn),
    send(payload) {
      const frame = encodeFrame(payload);
      if (waiting + frame.length > limit) return false;
      waiting += frame.length;
      writer.write(frame).then(() => waiting -= frame.length, () => {});
      return true;
    },
  };
}

export class BrokerClient implements AsyncDisposable {
  readonly #path: string;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #open = new Map<Deno.Conn, "publish" | "subscribe">();
  readonly #settle: ((answer: number | Error) => void)[] = [];
  readonly #over: Promise<void>;
  #state: "open" | "closed" = "open";

  private constructor(path: string, conn: Deno.Conn) {
    this.#path = path;
    this.#open.set(conn, "publish");
    this.#writer = conn.writable.getWriter();
    this.#writer.closed.catch(() => {});
    this.#over = this.#count(conn);
  }

  static connect(path: string): Promise<BrokerClient> {
    return Deno.connect({ transport: "unix", path }).then((conn) => new BrokerClient(path, conn));
  }

  async publish(topic: string, body: Uint8Array): Promise<number> {
    checkName(topic, { hasStars: false });
    const name = new TextEncoder().encode(topic);
    if (name.length > 255) throw new RangeError("the topic is too long");
    const payload = new Uint8Array(2 + name.length + body.length);
    payload.set([1, name.length, ...name]);
    payload.set(body, 2 + name.length);
    if (this.#state === "closed") throw gone();
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#settle.push((answer) => typeof answer === "number" ? resolve(answer) : reject(answer));
    this.#writer.write(encodeFrame(payload)).catch(() => {});
    return await promise;
  }

  async subscribe(pattern: string): Promise<AsyncIterableIterator<Message>> {
    checkName(pattern, { hasStars: true });
    if (this.#state === "closed") throw gone();
    const conn = await Deno.connect({ transport: "unix", path: this.#path });
    this.#open.set(conn, "subscribe");
    try {
      if ((this.#state as string) === "closed") throw gone();
      const writer = conn.writable.getWriter();
      writer.closed.catch(() => {});
      writer.write(encodeFrame(new TextEncoder().encode("\x02" + pattern))).catch(() => {});
      const reader = frames(conn, 2 ** 24).getReader();
      const { value } = await read(reader);
      if (value === undefined) throw gone();
      if (decodePayload(value).kind !== "subscribe") throw new TypeError("not confirmed");
      return this.#loop(conn, reader);
    } catch (error) {
      hangUp(conn);
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#state = "closed";
    for (const conn of this.#open.keys()) hangUp(conn);
    await this.#over;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async *#loop(
    conn: Deno.Conn,
    reader: ReadableStreamDefaultReader<Bytes>,
  ): AsyncGenerator<Message, void> {
    try {
      for (;;) {
        const { value } = await read(reader);
        if (value === undefined) return;
        const { kind, name, body } = decodePayload(value);
        if (kind !== "message") throw new TypeError("no message");
        yield { topic: name, body };
      }
    } finally {
      await reader.cancel().catch(() => {});
      hangUp(conn);
    }
  }

  async #count(conn: Deno.Conn): Promise<void> {
    let end: Error = gone();
    const reader = frames(conn, 2 ** 24).getReader();
    try {
      for (;;) {
        const { value } = await read(reader);
        if (value === undefined) break;
        if (value[0] !== 3 || value.length !== 5) throw new TypeError("no count");
        this.#settle.shift()?.(new DataView(value.buffer, value.byteOffset).getUint32(1));
      }
    } catch (error) {
      if (error instanceof Error) end = error;
    }
    this.#state = "closed";
    await reader.cancel().catch(() => {});
    hangUp(conn);
    this.#settle.forEach((settle) => settle(end));
  }
}

/** The next frame; undefined when the connection has ended, or was closed by ourselves. */
async function read(
  reader: ReadableStreamDefaultReader<Bytes>,
): Promise<{ value?: Bytes }> {
  try {
    return await reader.read();
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return {};
  }
}

function frames(conn: Deno.Conn, maxBytes: number): ReadableStream<Bytes> {
  let held = new Uint8Array(0);
  let used = 0;
  const cut = new TransformStream<Uint8Array, Bytes>({
    transform(chunk, controller) {
      if (used + chunk.length > held.length) {
        const larger = new Uint8Array(2 * (used + chunk.length));
        larger.set(held.subarray(0, used));
        held = larger;
      }
      held.set(chunk, used);
      used += chunk.length;
      let at = 0;
      while (used - at >= 4) {
        const length = new DataView(held.buffer).getUint32(at);
        if (length > maxBytes) throw new RangeError("a frame is too long");
        if (used - at < 4 + length) break;
        controller.enqueue(held.slice(at + 4, at + 4 + length));
        at += 4 + length;
      }
      held.copyWithin(0, at, used);
      used -= at;
    },
  });
  return conn.readable.pipeThrough(cut);
}

function hangUp(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // its streams have done it
  }
}

const gone = () => new Deno.errors.NotConnected("the broker is not there any more");

function checkName(name: string, { hasStars }: { hasStars: boolean }): void {
  const words = name.split(".");
  const last = hasStars && words.at(-1) === "**" ? words.pop() : undefined;
  if (last !== undefined && words.length === 0) return;
  const isFine = (word: string) => /^[^*]+$/.test(word) || (hasStars && word === "*");
  if (!words.every(isFine)) throw new TypeError(`"${name}" has a word that cannot be`);
}

function fits(topic: string, pattern: string): boolean {
  if (pattern === "**") return true;
  if (pattern === "") return false;
  const [word, ...others] = pattern.split(".");
  const [first, ...rest] = topic.split(".");
  if (word !== "*" && word !== first) return false;
  if (others.length === 0 || rest.length === 0) return others.length === rest.length;
  return fits(rest.join("."), others.join("."));
}

function decodePayload(payload: Uint8Array) {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const none = new Uint8Array();
  if (payload[0] === 2) {
    return { kind: "subscribe", name: decoder.decode(payload.subarray(1)), body: none } as const;
  }
  const end = 2 + (payload[1] ?? 0);
  if (payload[0] !== 1 || payload.length < end) throw new TypeError("no kind that there is");
  const name = decoder.decode(payload.subarray(2, end));
  return { kind: "message", name, body: payload.subarray(end) } as const;
}

// @style closures: one frame per read and write of lesson 04, a chain of promises as the queue

import { readFrame, writeFrame } from "#lib/frames.ts";

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

interface Peer {
  isFor: (topic: string[]) => boolean;
  hasSubscribed: boolean;
  send(payload: Uint8Array): boolean;
  leave(): void;
}

// deno-lint-ignore require-await -- Deno.listen() is synchronous, its failure must be a rejection
export async function startBroker(path: string, o: BrokerOptions = {}): Promise<Broker> {
  const limit = o.maxQueuedBytes ?? 262_144;
  const peers = new Map<Peer, Promise<void>>();
  const ending = new Set<Promise<void>>();
  const listener = Deno.listen({ transport: "unix", path });

  function add(conn: Deno.Conn): void {
    let waiting = 0;
    let tail = Promise.resolve();
    const peer: Peer = {
      isFor: () => false,
      hasSubscribed: false,
      send(payload) {
        const size = payload.length + 4;
        if (waiting + size > limit) return false;
        waiting += size;
        tail = tail.then(() => writeFrame(conn, payload)).then(() => void (waiting -= size));
        tail.catch(() => {});
        return true;
      },
      leave() {
        if (peers.delete(peer)) conn.close();
      },
    };
    const life = (async () => {
      for (;;) {
        const payload = await readFrame(conn, { maxBytes: limit - 4 });
        if (payload === null) return peer.leave();
        take(peer, payload);
      }
    })().catch((error) => {
      const isNonsense = error instanceof RangeError || error instanceof TypeError;
      if (isNonsense) evict(peer, "protocol");
      peer.leave();
    }).then(() => tail).catch(() => {}).finally(() => ending.delete(life));
    peers.set(peer, life);
    ending.add(life);
  }

  function take(from: Peer, payload: Uint8Array): void {
    if (from.hasSubscribed) throw new TypeError("one subscribe, then silence");
    if (payload[0] === 2) {
      from.isFor = compile(text(payload.subarray(1)));
      from.hasSubscribed = true;
      post(from, payload);
      return;
    }
    const { topic } = parse(payload);
    checkTopic(topic);
    const words = topic.split(".");
    let count = 0;
    for (const peer of [...peers.keys()].filter((one) => one.isFor(words))) {
      if (post(peer, payload)) count++;
    }
    const answer = new DataView(new ArrayBuffer(5));
    answer.setUint8(0, 3);
    answer.setUint32(1, count);
    post(from, new Uint8Array(answer.buffer));
  }

  function post(peer: Peer, payload: Uint8Array): boolean {
    const isQueued = peer.send(payload);
    if (!isQueued) evict(peer, "slow");
    return isQueued;
  }

  function evict(peer: Peer, why: "slow" | "protocol"): void {
    if (!peers.has(peer)) return;
    peer.leave();
    o.onEvict?.(why);
  }

  const accepting = (async () => {
    for await (const conn of listener) add(conn);
  })();
  let closing: Promise<void> | undefined;
  const close = () =>
    closing ??= (async () => {
      listener.close();
      await accepting;
      for (const peer of peers.keys()) peer.leave();
      await Promise.all(ending);
    })();
  return {
    get clients() {
      return peers.size;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

export class BrokerClient implements AsyncDisposable {
  #tail: Promise<unknown> = Promise.resolve();
  #answers: { resolve(n: number): void; reject(error: unknown): void }[] = [];
  #conns: Deno.Conn[];
  #end: unknown;
  #reading: Promise<void>;

  private constructor(private readonly path: string, private readonly conn: Deno.Conn) {
    this.#conns = [conn];
    this.#reading = this.#read().catch((error) => {
      const isOurs = error instanceof TypeError || error instanceof RangeError;
      this.#end ??= isOurs ? error : gone();
      hangUp(this.conn);
      for (const { reject } of this.#answers) reject(this.#end);
    });
  }

  static async connect(path: string): Promise<BrokerClient> {
    return new BrokerClient(path, await Deno.connect({ transport: "unix", path }));
  }

  publish(topic: string, body: Uint8Array): Promise<number> {
    return new Promise((resolve, reject) => {
      const payload = pack(topic, body);
      if (this.#end !== undefined) throw gone();
      this.#answers.push({ resolve, reject });
      this.#tail = this.#tail.then(() => writeFrame(this.conn, payload)).catch(() => {});
    });
  }

  async subscribe(pattern: string): Promise<AsyncIterableIterator<Message>> {
    compile(pattern);
    if (this.#end !== undefined) throw gone();
    const conn = await Deno.connect({ transport: "unix", path: this.path });
    this.#conns.push(conn);
    try {
      if (this.#end !== undefined) throw gone();
      await writeFrame(conn, new TextEncoder().encode(`\x02${pattern}`));
      const answer = await readFrame(conn);
      if (answer === null) throw gone();
      if (answer[0] !== 2) throw new TypeError("no confirmation");
    } catch (error) {
      hangUp(conn);
      throw error instanceof TypeError || error instanceof RangeError ? error : gone();
    }
    return listen(conn);
  }

  async close(): Promise<void> {
    this.#end ??= gone();
    this.#conns.forEach(hangUp);
    await this.#reading;
    await this.#tail;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #read(): Promise<never> {
    for (;;) {
      const payload = await readFrame(this.conn);
      if (payload === null) throw gone();
      if (payload.length !== 5 || payload[0] !== 3) throw new TypeError("no count");
      const count = new DataView(payload.buffer, payload.byteOffset).getUint32(1);
      this.#answers.shift()?.resolve(count);
    }
  }
}

async function* listen(conn: Deno.Conn): AsyncGenerator<Message, void> {
  try {
    for (let payload; (payload = await next(conn)) !== null;) yield parse(payload);
  } finally {
    hangUp(conn);
  }
}

async function next(conn: Deno.Conn): Promise<Uint8Array | null> {
  try {
    return await readFrame(conn);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return null;
  }
}

function hangUp(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // closed before
  }
}

const gone = () => new Deno.errors.NotConnected("the broker's connection is closed");
const text = (bytes: Uint8Array) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

function checkTopic(topic: string): void {
  if (!/^[^.*]+(\.[^.*]+)*$/.test(topic)) throw new TypeError(`no topic: ${topic}`);
}

function compile(pattern: string): (topic: string[]) => boolean {
  if (!/^((\*|[^.*]+)\.)*(\*\*|\*|[^.*]+)$/.test(pattern)) {
    throw new TypeError(`no pattern: ${pattern}`);
  }
  const words = pattern.split(".");
  const fits = (words: string[], topic: string[]): boolean => {
    const [word, ...others] = words;
    const [first, ...rest] = topic;
    if (word === undefined || first === undefined) return word === first;
    return word === "**" || (word === "*" || word === first) && fits(others, rest);
  };
  return (topic) => fits(words, topic);
}

function pack(topic: string, body: Uint8Array): Uint8Array {
  checkTopic(topic);
  const name = new TextEncoder().encode(topic);
  if (name.length > 255) throw new RangeError(`${name.length} bytes are too long for a topic`);
  return Uint8Array.from(concat([Uint8Array.of(1, name.length), name, body]));
}

function concat(parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function parse(payload: Uint8Array): Message {
  const [kind, length = 0] = payload;
  if (kind !== 1 || payload.length < 2 + length) throw new TypeError("no message");
  return { topic: text(payload.subarray(2, 2 + length)), body: payload.subarray(2 + length) };
}

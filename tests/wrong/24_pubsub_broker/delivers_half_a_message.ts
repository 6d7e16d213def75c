// @test pubsub-broker/T9
// @says "t: h"
// @mistake taking what came before end-of-file for a whole frame

import { encodeFrame, FrameDecoder, writeAll } from "#lib/frames.ts";

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

const [MESSAGE, SUBSCRIBE, COUNT] = [1, 2, 3] as const;
const HEADER_BYTES = 4;
const TOPIC_BYTES_MAX = 255;
const BLOCK_BYTES = 64 << 10;

export function startBroker(path: string, options: BrokerOptions = {}): Promise<Broker> {
  return Promise.try(() => new UnixBroker(path, options));
}

interface Session {
  readonly conn: Deno.Conn;
  readonly outbox: Outbox;
  pattern?: readonly string[];
}

interface Route {
  readonly topic: string;
  readonly sessions: readonly Session[];
}

class UnixBroker implements Broker {
  readonly #maxQueuedBytes: number;
  readonly #onEvict: (why: "slow" | "protocol") => void;
  readonly #listener: Deno.UnixListener;
  readonly #accepting: Promise<void>;
  readonly #sessions = new Set<Session>();
  #lastRoute: Route | undefined;
  readonly #countFrames: Uint8Array[] = [];
  #closing: Promise<void> | undefined;

  constructor(path: string, options: BrokerOptions) {
    this.#maxQueuedBytes = options.maxQueuedBytes ?? 256 << 10;
    this.#onEvict = options.onEvict ?? (() => {});
    this.#listener = Deno.listen({ transport: "unix", path });
    this.#accepting = this.#acceptAll();
  }

  get clients(): number {
    return this.#sessions.size;
  }

  close(): Promise<void> {
    return this.#closing ??= this.#shutDown();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #shutDown(): Promise<void> {
    this.#listener.close();
    await this.#accepting;
    for (const session of this.#sessions) this.#hangUp(session);
  }

  async #acceptAll(): Promise<void> {
    for await (const conn of this.#listener) {
      const session = { conn, outbox: new Outbox(conn, this.#maxQueuedBytes) };
      this.#sessions.add(session);
      this.#serve(session);
    }
  }

  async #serve(session: Session): Promise<void> {
    const maxBytes = this.#maxQueuedBytes - HEADER_BYTES;
    try {
      for await (const payloads of readPayloads(session.conn, maxBytes)) {
        for (const payload of payloads) this.#take(payload, session);
      }
      this.#hangUp(session);
    } catch {
      this.#evict(session, "protocol");
    }
  }

  #take(payload: Uint8Array, session: Session): void {
    if (session.pattern !== undefined) throw new TypeError("A subscriber says nothing more");
    if (payload[0] === SUBSCRIBE) {
      session.pattern = parsePattern(decode(payload.subarray(1)));
      this.#lastRoute = undefined;
      this.#send(encodeFrame(payload), session);
    } else {
      const count = this.#publish(payload);
      this.#send(this.#countFrames[count] ??= encodeFrame(makeCount(count)), session);
    }
  }

  #publish(payload: Uint8Array): number {
    const { sessions } = this.#findRoute(parseMessage(payload).topic);
    const frame = encodeFrame(payload);
    return sessions.filter((session) => this.#send(frame, session)).length;
  }

  #findRoute(topic: string): Route {
    if (this.#lastRoute?.topic !== topic) {
      const words = parseTopic(topic);
      const isFor = ({ pattern }: Session) => pattern !== undefined && matches(pattern, words);
      this.#lastRoute = { topic, sessions: Array.from(this.#sessions).filter(isFor) };
    }
    return this.#lastRoute;
  }

  #send(frame: Uint8Array, session: Session): boolean {
    const hasRoom = session.outbox.push(frame);
    if (!hasRoom) this.#evict(session, "slow");
    return hasRoom;
  }

  #evict(session: Session, why: "slow" | "protocol"): void {
    if (this.#hangUp(session)) this.#onEvict(why);
  }

  #hangUp(session: Session): boolean {
    this.#lastRoute = undefined;
    session.conn[Symbol.dispose]();
    return this.#sessions.delete(session);
  }
}

export class BrokerClient implements AsyncDisposable {
  readonly #path: string;
  readonly #conn: Deno.Conn;
  readonly #outbox: Outbox;
  readonly #waiting: PromiseWithResolvers<number>[] = [];
  readonly #open = new Set<Deno.Conn>();

  private constructor(path: string, conn: Deno.Conn) {
    this.#path = path;
    this.#conn = conn;
    this.#outbox = new Outbox(conn, Infinity);
    this.#open.add(conn);
    this.#readCounts();
  }

  static async connect(path: string): Promise<BrokerClient> {
    return new BrokerClient(path, await Deno.connect({ transport: "unix", path }));
  }

  async publish(topic: string, body: Uint8Array): Promise<number> {
    const frame = encodeFrame(makeMessage(topic, body));
    this.#checkOpen("publish");
    const count = Promise.withResolvers<number>();
    this.#waiting.push(count);
    this.#outbox.push(frame);
    return await count.promise;
  }

  async subscribe(pattern: string): Promise<AsyncIterableIterator<Message>> {
    const frame = encodeFrame(makeSubscribe(pattern));
    this.#checkOpen("subscribe");
    const conn = await Deno.connect({ transport: "unix", path: this.#path });
    this.#open.add(conn);
    try {
      this.#checkOpen("subscribe");
      writeAll(conn, frame).catch(() => {});
      const blocks = readPayloads(conn);
      const { value: [ack, ...early] = [] } = await blocks.next();
      if (ack === undefined) throw notConnected("subscribe");
      if (ack[0] !== SUBSCRIBE) throw new TypeError("The broker does not confirm the subscribe");
      return this.#receive(conn, early, blocks);
    } catch (error) {
      this.#hangUp(conn);
      throw error;
    }
  }

  close(): Promise<void> {
    for (const conn of this.#open) this.#hangUp(conn);
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async *#receive(
    conn: Deno.Conn,
    early: Uint8Array[],
    blocks: AsyncIterable<Uint8Array[]>,
  ): AsyncGenerator<Message, void> {
    try {
      for (const payload of early) yield parseMessage(payload);
      for await (const payloads of blocks) {
        for (const payload of payloads) yield parseMessage(payload);
      }
    } finally {
      this.#hangUp(conn);
    }
  }

  async #readCounts(): Promise<void> {
    let reason: unknown = notConnected("publish");
    try {
      for await (const payloads of readPayloads(this.#conn)) {
        for (const payload of payloads) {
          const count = parseCount(payload);
          this.#waiting.shift()?.resolve(count);
        }
      }
    } catch (error) {
      reason = error;
    }
    this.#hangUp(this.#conn);
    for (const { reject } of this.#waiting) reject(reason);
  }

  #checkOpen(act: "publish" | "subscribe"): void {
    if (!this.#open.has(this.#conn)) throw notConnected(act);
  }

  #hangUp(conn: Deno.Conn): void {
    this.#open.delete(conn);
    conn[Symbol.dispose]();
  }
}

class Outbox {
  readonly #conn: Deno.Conn;
  #frames: Uint8Array[] = [];
  #room: number;
  #writing: Promise<void> | undefined;

  constructor(conn: Deno.Conn, maxBytes: number) {
    this.#conn = conn;
    this.#room = maxBytes;
  }

  push(frame: Uint8Array): boolean {
    const hasRoom = frame.length <= this.#room;
    if (hasRoom) {
      this.#room -= frame.length;
      this.#frames.push(frame);
      this.#writing ??= Promise.resolve().then(() => this.#writeFrames());
    }
    return hasRoom;
  }

  async #writeFrames(): Promise<void> {
    try {
      while (this.#frames.length > 0) {
        const batch = join(this.#frames.splice(0));
        await writeAll(this.#conn, batch);
        this.#room += batch.length;
      }
    } catch {
      // the peer has left
    }
    this.#writing = undefined;
  }
}

function join(frames: readonly Uint8Array[]): Uint8Array {
  const [first] = frames;
  if (first !== undefined && frames.length === 1) return first;
  const joined = new Uint8Array(frames.reduce((sum, frame) => sum + frame.length, 0));
  let offset = 0;
  for (const frame of frames) {
    joined.set(frame, offset);
    offset += frame.length;
  }
  return joined;
}

async function* readPayloads(
  conn: Deno.Conn,
  maxBytes?: number,
): AsyncGenerator<Uint8Array[], void> {
  const decoder = new FrameDecoder({ maxBytes });
  let held = new Uint8Array();
  const block = new Uint8Array(BLOCK_BYTES);
  for (;;) {
    const count = await conn.read(block).catch(() => null);
    if (count === null) {
      if (held.length > HEADER_BYTES) yield [held.subarray(HEADER_BYTES)];
      return;
    }
    const longer = new Uint8Array(held.length + count);
    longer.set(held);
    longer.set(block.subarray(0, count), held.length);
    held = longer;
    const payloads = decoder.push(block.subarray(0, count));
    for (const payload of payloads) held = held.subarray(HEADER_BYTES + payload.length);
    if (payloads.length > 0) yield payloads;
  }
}

function matches(pattern: readonly string[], topic: readonly string[]): boolean {
  const isOpenEnded = pattern.at(-1) === "**";
  const fits = isOpenEnded ? topic.length >= pattern.length : topic.length === pattern.length;
  return fits &&
    pattern.every((word, at) => word === topic[at] || word === "*" || word === "**");
}

const isWord = (word: string) => word !== "" && !word.includes("*");

function parseTopic(topic: string): string[] {
  const words = topic.split(".");
  if (words.every(isWord)) return words;
  throw new TypeError(`Cannot use "${topic}" as a topic: give words without *, joined by dots`);
}

function parsePattern(pattern: string): string[] {
  const words = pattern.split(".");
  const isFine = (word: string, at: number) =>
    isWord(word) || word === "*" || (word === "**" && at === words.length - 1);
  if (words.every(isFine)) return words;
  throw new TypeError(
    `Cannot use "${pattern}" as a pattern: give words, or *, joined by dots; the last may be **`,
  );
}

function makeMessage(topic: string, body: Uint8Array): Uint8Array {
  parseTopic(topic);
  const name = new TextEncoder().encode(topic);
  if (name.length > TOPIC_BYTES_MAX) {
    throw new RangeError(
      `Cannot publish to ${topic}: it has ${name.length} bytes, a topic at most ${TOPIC_BYTES_MAX}`,
    );
  }
  const payload = new Uint8Array(2 + name.length + body.length);
  payload.set([MESSAGE, name.length]);
  payload.set(name, 2);
  payload.set(body, 2 + name.length);
  return payload;
}

function parseMessage(payload: Uint8Array): Message {
  const end = 2 + (payload[1] ?? NaN);
  if (payload[0] !== MESSAGE || !(payload.length >= end)) {
    throw new TypeError("The peer sent what is no message");
  }
  return { topic: decode(payload.subarray(2, end)), body: payload.subarray(end) };
}

function makeSubscribe(pattern: string): Uint8Array {
  parsePattern(pattern);
  return Uint8Array.of(SUBSCRIBE, ...new TextEncoder().encode(pattern));
}

function makeCount(count: number): Uint8Array {
  const payload = new Uint8Array(5);
  payload[0] = COUNT;
  new DataView(payload.buffer).setUint32(1, count);
  return payload;
}

function parseCount(payload: Uint8Array): number {
  if (payload[0] !== COUNT || payload.length !== 5) {
    throw new TypeError("The broker sent what is no count");
  }
  return new DataView(payload.buffer, payload.byteOffset).getUint32(1);
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function decode(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    if (byte > 0x7f) return utf8.decode(bytes);
    text += String.fromCharCode(byte);
  }
  return text;
}

function notConnected(act: "publish" | "subscribe"): Error {
  return new Deno.errors.NotConnected(`Cannot ${act}: the connection to the broker has ended`);
}

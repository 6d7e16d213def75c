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

/** One connection, as the broker sees it. */
interface Session {
  readonly conn: Deno.Conn;
  readonly outbox: Outbox;
  /** Set by its subscribe. */
  pattern?: readonly string[];
}

/** The subscribers of a topic. */
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
  /** The loops that serve them; one ends a little after its session. */
  readonly #serving = new Set<Promise<void>>();
  /** Publishers repeat themselves: the last one is kept until a pattern comes or goes. */
  #lastRoute: Route | undefined;
  /** The frame for each count, made once. */
  readonly #countFrames: Uint8Array[] = [];
  #closing: Promise<void> | undefined;

  constructor(path: string, options: BrokerOptions) {
    this.#maxQueuedBytes = options.maxQueuedBytes ?? 256 << 10;
    this.#onEvict = options.onEvict ?? (() => {});
    this.#listener = Deno.listen({ transport: "unix", path });
    this.#accepting = this.#acceptAll(); // rejects only when accept(2) fails: let that be loud
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
    this.#listener.close(); // removes the name, too
    await this.#accepting; // now nobody can be added any more
    for (const session of this.#sessions) this.#hangUp(session);
    await Promise.all(this.#serving);
  }

  async #acceptAll(): Promise<void> {
    for await (const conn of this.#listener) {
      const session = { conn, outbox: new Outbox(conn, this.#maxQueuedBytes) };
      this.#sessions.add(session);
      const serving = this.#serve(session).finally(() => this.#serving.delete(serving));
      this.#serving.add(serving);
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
      this.#evict(session, "protocol"); // this one talks nonsense: no business of the others
    }
    await session.outbox.flushed;
  }

  #take(payload: Uint8Array, session: Session): void {
    if (session.pattern !== undefined) throw new TypeError("A subscriber says nothing more");
    if (payload[0] === SUBSCRIBE) {
      session.pattern = parsePattern(decode(payload.subarray(1)));
      this.#lastRoute = undefined;
      this.#send(encodeFrame(payload), session); // the same back: from now on it is in force
    } else {
      const count = this.#publish(payload);
      this.#send(this.#countFrames[count] ??= encodeFrame(makeCount(count)), session);
    }
  }

  /** Never waits: a publisher feels nobody's speed. */
  #publish(payload: Uint8Array): number {
    const { sessions } = this.#findRoute(parseMessage(payload).topic);
    const frame = encodeFrame(payload); // once: all queues hold these same bytes
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

  /** False when it was too much. */
  #send(frame: Uint8Array, session: Session): boolean {
    const hasRoom = session.outbox.push(frame);
    if (!hasRoom) this.#evict(session, "slow");
    return hasRoom;
  }

  #evict(session: Session, why: "slow" | "protocol"): void {
    if (this.#hangUp(session)) this.#onEvict(why);
  }

  /** False when that was done before. */
  #hangUp(session: Session): boolean {
    this.#lastRoute = undefined;
    session.conn[Symbol.dispose](); // ends the read and the write that wait as well; may come twice
    return this.#sessions.delete(session);
  }
}

export class BrokerClient implements AsyncDisposable {
  readonly #path: string;
  readonly #outbox: Outbox;
  readonly #reading: Promise<void>;
  /** The promises of publish(), in the order in which their counts will come. */
  readonly #waiting: PromiseWithResolvers<number>[] = [];
  /** One to publish, and one for each subscription: its reader holds up nobody but itself. */
  readonly #conns = new Set<Deno.Conn>();
  #isOpen = true;

  private constructor(path: string, conn: Deno.Conn) {
    this.#path = path;
    this.#outbox = new Outbox(conn, Infinity);
    this.#conns.add(conn);
    this.#reading = this.#readCounts(conn);
  }

  static async connect(path: string): Promise<BrokerClient> {
    return new BrokerClient(path, await Deno.connect({ transport: "unix", path }));
  }

  async publish(topic: string, body: Uint8Array): Promise<number> {
    const frame = encodeFrame(makeMessage(topic, body));
    if (!this.#isOpen) throw notConnected("publish");
    const count = Promise.withResolvers<number>();
    this.#waiting.push(count);
    this.#outbox.push(frame);
    return await count.promise;
  }

  async subscribe(pattern: string): Promise<AsyncIterableIterator<Message>> {
    const frame = encodeFrame(makeSubscribe(pattern));
    if (!this.#isOpen) throw notConnected("subscribe");
    const conn = await Deno.connect({ transport: "unix", path: this.#path });
    this.#conns.add(conn);
    if (!this.#isOpen) this.#hangUp(conn); // close() came meanwhile; what follows notices
    try {
      writeAll(conn, frame).catch(() => {}); // the broker has gone: reading says so
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
    for (const conn of this.#conns) this.#hangUp(conn);
    this.#isOpen = false;
    return this.#reading;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Reads as fast as the loop over it takes: who is slow fills the socket, then the broker's queue. */
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
    } finally { // also after `break`
      this.#hangUp(conn);
    }
  }

  /** Settles all that is published, and leaves nobody waiting when the connection ends. */
  async #readCounts(conn: Deno.Conn): Promise<void> {
    let reason: unknown = notConnected("publish");
    try {
      for await (const payloads of readPayloads(conn)) {
        for (const count of payloads.map(parseCount)) this.#waiting.shift()?.resolve(count);
      }
    } catch (error) {
      reason = error;
    }
    this.#isOpen = false;
    this.#hangUp(conn);
    for (const { reject } of this.#waiting) reject(reason);
  }

  #hangUp(conn: Deno.Conn): void {
    this.#conns.delete(conn);
    conn[Symbol.dispose]();
  }
}

/** What waits to be written to one connection. Frames that come during a write share the next one. */
class Outbox {
  /** Resolves when nothing is being written any more, be it that the connection is closed. */
  flushed = Promise.resolve();
  readonly #conn: Deno.Conn;
  readonly #maxBytes: number;
  #frames: Uint8Array[] = [];
  /** Of the frames above, and of those that are being written. */
  #byteCount = 0;
  #isWriting = false;

  constructor(conn: Deno.Conn, maxBytes: number) {
    this.#conn = conn;
    this.#maxBytes = maxBytes;
  }

  /** Returns at once; false when there is no room for the frame. */
  push(frame: Uint8Array): boolean {
    if (this.#byteCount + frame.length > this.#maxBytes) return false;
    this.#byteCount += frame.length;
    this.#frames.push(frame);
    // not yet in this turn: more frames may come in it
    if (!this.#isWriting) this.flushed = this.flushed.then(() => this.#writeAll());
    this.#isWriting = true;
    return true;
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#frames.length > 0) {
        const batch = join(this.#frames.splice(0));
        await writeAll(this.#conn, batch);
        this.#byteCount -= batch.length;
      }
    } catch {
      // the peer has left, or we hung up: whoever reads from the connection notices it, too
    }
    this.#isWriting = false; // in the same turn as the last look at the frames
  }
}

function join(frames: readonly Uint8Array[]): Uint8Array {
  const [first] = frames;
  if (first !== undefined && frames.length === 1) return first; // no copy of a large one
  const joined = new Uint8Array(frames.reduce((sum, frame) => sum + frame.length, 0));
  let offset = 0;
  for (const frame of frames) {
    joined.set(frame, offset);
    offset += frame.length;
  }
  return joined;
}

/** Yields the payloads that end in each read. Ends with the connection, in whatever way that ends. */
async function* readPayloads(
  conn: Deno.Conn,
  maxBytes?: number,
): AsyncGenerator<Uint8Array[], void> {
  const decoder = new FrameDecoder({ maxBytes });
  const block = new Uint8Array(BLOCK_BYTES);
  for (;;) {
    const count = await conn.read(block).catch(() => null); // reset by the peer, or closed by us
    if (count === null) return; // a frame that is cut off here is no frame
    const payloads = decoder.push(block.subarray(0, count));
    if (payloads.length > 0) yield payloads;
  }
}

function matches(pattern: readonly string[], topic: readonly string[]): boolean {
  const isOpenEnded = pattern.at(-1) === "**";
  if (isOpenEnded ? topic.length < pattern.length : topic.length !== pattern.length) return false;
  return pattern.every((word, at) => word === topic[at] || word === "*" || word === "**");
}

const isWord = (word: string) => word !== "" && !word.includes("*");

function parseTopic(topic: string): string[] {
  const words = topic.split(".");
  if (words.every(isWord)) return words;
  throw new TypeError(`Cannot use "${topic}" as a topic: give words without *, joined by dots`);
}

function parsePattern(pattern: string): string[] {
  const words = pattern.split(".");
  const isLast = (at: number) => at === words.length - 1;
  if (words.every((word, at) => word === "*" || (word === "**" && isLast(at)) || isWord(word))) {
    return words;
  }
  throw new TypeError(
    `Cannot use "${pattern}" as a pattern: give words joined by dots, each *, or without *; the last may be **`,
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
  const end = 2 + (payload[1] ?? 0);
  if (payload[0] !== MESSAGE || payload.length < end) {
    throw new TypeError("The peer sent what is no message");
  }
  return { topic: decode(payload.subarray(2, end)), body: payload.subarray(end) };
}

function makeSubscribe(pattern: string): Uint8Array {
  parsePattern(pattern);
  return Uint8Array.of(SUBSCRIBE, ...new TextEncoder().encode(pattern));
}

function makeCount(count: number): Uint8Array {
  const payload = Uint8Array.of(COUNT, 0, 0, 0, 0);
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

/** @throws {TypeError} when they are not UTF-8 */
function decode(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    if (byte > 0x7f) return utf8.decode(bytes);
    text += String.fromCharCode(byte); // for a short name quicker than a call out of V8
  }
  return text;
}

function notConnected(act: "publish" | "subscribe"): Error {
  return new Deno.errors.NotConnected(`Cannot ${act}: the connection to the broker has ended`);
}

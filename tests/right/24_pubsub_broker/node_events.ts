// @style events: node:net, whose sockets keep the queue, and count its bytes in writableLength

import { Buffer } from "node:buffer";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

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

export async function startBroker(path: string, o: BrokerOptions = {}): Promise<Broker> {
  const limit = o.maxQueuedBytes ?? 2 ** 18;
  const sockets = new Set<Socket>();
  const patterns = new Map<Socket, RegExp>();

  const forget = (socket: Socket) => {
    patterns.delete(socket);
    return sockets.delete(socket);
  };
  const evict = (socket: Socket, why: "slow" | "protocol") => {
    if (forget(socket)) o.onEvict?.(why);
    socket.destroy();
  };
  const send = (socket: Socket, frame: Uint8Array) => {
    const fits = socket.writableLength + frame.length <= limit;
    if (fits) socket.write(frame);
    else evict(socket, "slow");
    return fits;
  };
  const publish = (payload: Buffer) => {
    const { topic } = parse(payload);
    if (!isTopic(topic)) throw new TypeError("no topic");
    const frame = toFrame(payload);
    let count = 0;
    for (const [socket, pattern] of patterns) {
      if (pattern.test(topic) && send(socket, frame)) count++;
    }
    return count;
  };
  const take = (socket: Socket, payload: Buffer) => {
    if (patterns.has(socket)) throw new TypeError("a subscriber talks");
    if (payload[0] === 2) {
      patterns.set(socket, compile(decode(payload.subarray(1))));
      send(socket, toFrame(payload));
      return;
    }
    const answer = Buffer.alloc(5, 3);
    answer.writeUInt32BE(publish(payload), 1);
    send(socket, toFrame(answer));
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    const frames = new Frames(limit - 4);
    socket.on("error", () => {});
    socket.on("close", () => forget(socket));
    socket.on("end", () => {
      forget(socket);
      socket.destroy();
    });
    socket.on("data", (chunk: Buffer) => {
      try {
        for (const payload of frames.push(chunk)) {
          if (sockets.has(socket)) take(socket, payload);
        }
      } catch {
        evict(socket, "protocol");
      }
    });
  });
  server.listen(path);
  await once(server, "listening").catch((error) => {
    if (error.code === "EADDRINUSE") throw new Deno.errors.AddrInUse(path);
    throw error;
  });
  let closed: Promise<void> | undefined;
  const close = () =>
    closed ??= new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) {
        forget(socket);
        socket.destroy();
      }
    });
  return {
    get clients() {
      return sockets.size;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

export class BrokerClient implements AsyncDisposable {
  readonly #path: string;
  readonly #socket: Socket;
  readonly #sockets = new Set<Socket>();
  readonly #calls: PromiseWithResolvers<number>[] = [];
  #isClosed = false;

  private constructor(path: string) {
    const socket = connect({ path });
    this.#path = path;
    this.#socket = socket;
    this.#sockets.add(socket);
    const frames = new Frames(16 << 20);
    let reason: unknown;
    socket.on("data", (chunk: Buffer) => {
      try {
        for (const payload of frames.push(chunk)) {
          if (payload.length !== 5 || payload[0] !== 3) throw new TypeError("no count");
          this.#calls.shift()?.resolve(payload.readUInt32BE(1));
        }
      } catch (error) {
        reason = error;
        socket.destroy();
      }
    });
    socket.on("error", () => {});
    socket.on("end", () => socket.destroy());
    socket.on("close", () => {
      this.#isClosed = true;
      for (const { reject } of this.#calls) reject(reason ?? gone());
    });
  }

  static async connect(path: string): Promise<BrokerClient> {
    const client = new BrokerClient(path);
    await once(client.#socket, "connect");
    return client;
  }

  async publish(topic: string, body: Uint8Array): Promise<number> {
    if (!isTopic(topic)) throw new TypeError(`${topic} is no topic`);
    const name = Buffer.from(topic);
    if (name.length > 255) throw new RangeError(`${topic} has more than 255 bytes`);
    if (this.#isClosed) throw gone();
    const call = Promise.withResolvers<number>();
    this.#calls.push(call);
    this.#socket.write(toFrame(Buffer.concat([Buffer.of(1, name.length), name, body])));
    return await call.promise;
  }

  async subscribe(pattern: string): Promise<AsyncIterableIterator<Message>> {
    compile(pattern);
    if (this.#isClosed) throw gone();
    const socket = await open(this.#path);
    this.#sockets.add(socket);
    socket.on("error", () => {});
    if (this.#isClosed) socket.destroy();
    socket.write(toFrame(Buffer.concat([Buffer.of(2), Buffer.from(pattern)])));
    const payloads = read(socket);
    const { value: answer } = await payloads.next();
    if (answer?.[0] === 2) return toMessages(payloads);
    socket.destroy();
    throw answer === undefined ? gone() : new TypeError("no confirmation");
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const socket of this.#sockets) {
      socket.destroy();
      if (!socket.closed) await once(socket, "close");
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

async function* toMessages(
  payloads: AsyncGenerator<Buffer, undefined>,
): AsyncGenerator<Message, void> {
  for await (const payload of payloads) yield parse(payload);
}

/** A socket is an async iterable: it is paused between two turns, and destroyed when its loop is left. */
async function* read(socket: Socket): AsyncGenerator<Buffer, undefined> {
  const frames = new Frames(16 << 20);
  try {
    for await (const chunk of socket) yield* frames.push(chunk);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error;
  } finally {
    socket.destroy();
  }
}

async function open(path: string): Promise<Socket> {
  const socket = connect({ path });
  await once(socket, "connect");
  return socket;
}

class Frames {
  #rest: Buffer[] = [];
  #size = 0;
  constructor(private readonly maxBytes: number) {}

  *push(chunk: Buffer): Generator<Buffer> {
    this.#rest.push(chunk);
    this.#size += chunk.length;
    while (this.#size >= 4) {
      const all = this.#rest.length === 1 ? this.#rest[0] ?? chunk : Buffer.concat(this.#rest);
      this.#rest = [all];
      const end = 4 + all.readUInt32BE(0);
      if (end - 4 > this.maxBytes) throw new RangeError("too long");
      if (all.length < end) return;
      this.#rest = [all.subarray(end)];
      this.#size -= end;
      yield all.subarray(4, end);
    }
  }
}

const gone = () => new Deno.errors.NotConnected("no connection to the broker");
const decode = (bytes: Uint8Array) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
const isTopic = (topic: string) => /^[^.*]+(\.[^.*]+)*$/.test(topic);

function compile(pattern: string): RegExp {
  const words = pattern.split(".").map((word, at, { length }) => {
    if (word === "*") return "[^.]+";
    if (word === "**" && at === length - 1) return "[^]+";
    if (word === "" || word.includes("*")) throw new TypeError(`${pattern} is no pattern`);
    return word.replace(/[\\^$+?()[\]{}|]/g, "\\$&");
  });
  return new RegExp(`^${words.join("\\.")}$`);
}

function toFrame(payload: Uint8Array): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(payload.length);
  return Buffer.concat([header, payload]);
}

function parse(payload: Buffer): Message {
  const end = 2 + (payload[1] ?? 0);
  if (payload[0] !== 1 || payload.length < end) throw new TypeError("no message");
  return { topic: decode(payload.subarray(2, end)), body: payload.subarray(end) };
}

// @style node:dgram, the stable API: "message" events go into a queue; one pump reads all ACKs

import { createSocket } from "node:dgram";

export interface Port {
  readonly address: string;
  send(data: Uint8Array, to: string): Promise<void>;
  receive(): Promise<{ data: Uint8Array; from: string }>;
  close(): void;
}

type Received = { data: Uint8Array; from: string };

export async function udpPort(): Promise<Port> {
  const socket = createSocket("udp4");
  const bound = Promise.withResolvers<void>();
  socket.once("error", bound.reject);
  socket.bind(0, "127.0.0.1", bound.resolve);
  await bound.promise;
  const { address, port } = socket.address();
  const arrived: Received[] = [];
  const takers: PromiseWithResolvers<Received>[] = [];
  let isOpen = true;
  socket.on("message", (message, { address, port }) => {
    const data = new Uint8Array(message.subarray(0, 1200));
    const received = { data, from: `${address}:${port}` };
    const taker = takers.shift();
    if (taker) taker.resolve(received);
    else arrived.push(received);
  });
  return {
    address: `${address}:${port}`,
    send(data, to) {
      if (data.length > 1200) return Promise.reject(new RangeError(`${data.length} bytes > 1200`));
      const [host, port] = to.split(":");
      return new Promise((resolve, reject) => {
        socket.send(data, Number(port), host, (error) => error ? reject(error) : resolve());
      });
    },
    receive() {
      if (!isOpen) return Promise.reject(new Deno.errors.BadResource("the port is closed"));
      const next = arrived.shift();
      if (next) return Promise.resolve(next);
      takers.push(Promise.withResolvers());
      return takers[takers.length - 1]?.promise ?? Promise.reject();
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      socket.close();
      for (const { reject } of takers) reject(new Deno.errors.BadResource("the port is closed"));
    },
  };
}

export class Reliable {
  readonly #o: {
    timeoutMs: number;
    retries: number;
    delay: (ms: number, s: AbortSignal) => Promise<void>;
  };
  readonly #port: Port;
  readonly #peer: string;
  readonly #jobs: { datagram: Uint8Array; done: PromiseWithResolvers<void> }[] = [];
  #isWorking = false;
  #isPumping = false;
  #count = 0;
  #onAck: (seq: number) => void = () => {};
  #onEnd: (error: unknown) => void = () => {};

  constructor(
    port: Port,
    peer: string,
    o: {
      timeoutMs: number;
      retries: number;
      delay: (ms: number, s: AbortSignal) => Promise<void>;
    },
  ) {
    this.#port = port;
    this.#peer = peer;
    this.#o = o;
  }

  send(m: Uint8Array): Promise<void> {
    const datagram = new Uint8Array([...toBytes(++this.#count), ...m]);
    const done = Promise.withResolvers<void>();
    this.#jobs.push({ datagram, done });
    if (!this.#isWorking) this.#work();
    return done.promise;
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    for (let job; (job = this.#jobs.shift()) !== undefined;) {
      await this.#transfer(job.datagram).then(job.done.resolve, job.done.reject);
    }
    this.#isWorking = false;
  }

  async #transfer(datagram: Uint8Array): Promise<void> {
    const { promise: acked, resolve, reject } = Promise.withResolvers<void>();
    this.#onAck = (seq) => {
      if (seq === fromBytes(datagram)) resolve();
    };
    this.#onEnd = reject;
    acked.catch(() => {});
    if (!this.#isPumping) this.#pump();
    for (let left = this.#o.retries; left >= 0; left--) {
      await this.#port.send(datagram, this.#peer);
      const stop = new AbortController();
      const late = this.#o.delay(this.#o.timeoutMs, stop.signal).then(() => "late");
      const first = await Promise.race([acked, late]).finally(() => stop.abort());
      if (first !== "late") return;
    }
    throw new Deno.errors.TimedOut("nobody acknowledges");
  }

  async #pump(): Promise<void> {
    this.#isPumping = true;
    try {
      for (;;) {
        const { data, from } = await this.#port.receive();
        if (from === this.#peer && data.length === 4) this.#onAck(fromBytes(data));
      }
    } catch (error) {
      this.#onEnd(error);
    }
    this.#isPumping = false;
  }
}

export async function serveReliable(
  port: Port,
  on: (m: Uint8Array, from: string) => void | Promise<void>,
  o: { signal: AbortSignal },
): Promise<void> {
  if (o.signal.aborted) return port.close();
  o.signal.addEventListener("abort", port.close, { once: true });
  const done: Record<string, number> = Object.create(null);
  for (;;) {
    try {
      const { data, from } = await port.receive();
      if (data.length < 4) continue;
      const seq = fromBytes(data);
      const isNew = !(seq <= (done[from] ?? 0));
      if (isNew && !await Promise.try(on, data.slice(4), from).then(() => true, () => false)) {
        continue;
      }
      if (isNew) done[from] = seq;
      await port.send(toBytes(seq), from);
    } catch (error) {
      o.signal.removeEventListener("abort", port.close);
      port.close();
      if (o.signal.aborted) return;
      throw error;
    }
  }
}

function toBytes(n: number): Uint8Array {
  return Uint8Array.of(n >>> 24, n >>> 16, n >>> 8, n);
}

function fromBytes([a = 0, b = 0, c = 0, d = 0]: Uint8Array): number {
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

// @style async generators: arrivals and timeouts become one stream of events, read by for await

export interface Port {
  readonly address: string;
  send(data: Uint8Array, to: string): Promise<void>;
  receive(): Promise<{ data: Uint8Array; from: string }>;
  close(): void;
}

type Datagram = { data: Uint8Array; from: string };
type Event = { kind: "arrival"; datagram: Datagram } | { kind: "late" };

export async function udpPort(): Promise<Port> {
  const { promise, resolve } = Promise.withResolvers<Deno.DatagramConn>();
  resolve(Deno.listenDatagram({ transport: "udp", hostname: "127.0.0.1", port: 0 }));
  const conn = await promise;
  const arrivals = conn[Symbol.asyncIterator]();
  let isClosed = false;
  return {
    address: addressOf(conn.addr),
    async send(data, to) {
      if (data.length > 1200) throw new RangeError(`at most 1200 bytes, not ${data.length}`);
      const [, hostname = "", port] = /^(.*):(\d+)$/.exec(to) ?? [];
      await conn.send(data, { transport: "udp", hostname, port: Number(port) });
    },
    async receive() {
      const { value, done } = await arrivals.next();
      if (done) throw new Deno.errors.BadResource("the port is closed");
      return { data: new Uint8Array(value[0].subarray(0, 1200)), from: addressOf(value[1]) };
    },
    close() {
      if (!isClosed) conn.close();
      isClosed = true;
    },
  };
}

function addressOf(addr: Deno.Addr): string {
  if (addr.transport !== "udp") throw new TypeError(`no UDP address: ${addr.transport}`);
  return [addr.hostname, addr.port].join(":");
}

type Clock = { timeoutMs: number; delay: (ms: number, s: AbortSignal) => Promise<void> };

export class Reliable {
  readonly #queue: [number, Uint8Array, PromiseWithResolvers<void>][] = [];
  readonly #inbox: Inbox;
  #sent = 0;
  #runner: Promise<void> | undefined;

  constructor(
    readonly port: Port,
    readonly peer: string,
    readonly o: Clock & { retries: number },
  ) {
    this.#inbox = new Inbox(port);
  }

  send(m: Uint8Array): Promise<void> {
    const end = Promise.withResolvers<void>();
    this.#queue.push([++this.#sent, new Uint8Array(m), end]);
    this.#runner ??= this.#run();
    return end.promise;
  }

  async #run(): Promise<void> {
    for (let next; (next = this.#queue[0]) !== undefined; this.#queue.shift()) {
      const [seq, message, end] = next;
      await this.#deliver(seq, message).then(end.resolve, end.reject);
    }
    this.#runner = undefined;
  }

  async #deliver(seq: number, message: Uint8Array): Promise<void> {
    const header = new Uint8Array(4);
    new DataView(header.buffer).setUint32(0, seq);
    const datagram = new Uint8Array([...header, ...message]);
    for (let tries = 0; tries < 1 + this.o.retries; tries++) {
      await this.port.send(datagram, this.peer);
      for await (const event of this.#inbox.events(this.o)) {
        if (event.kind === "late") break;
        const { data, from } = event.datagram;
        if (from === this.peer && `${data}` === `${header}`) return;
      }
    }
    throw new Deno.errors.TimedOut(`message ${seq} was not acknowledged`);
  }
}

/** Receives one datagram after the other, whether somebody waits for it or not. */
class Inbox {
  readonly #port: Port;
  #next: Promise<Event> | undefined;

  constructor(port: Port) {
    this.#port = port;
  }

  /** What arrives, until time is up. Leaving the loop stops the clock; an arrival still to come stays. */
  async *events({ timeoutMs, delay }: Clock): AsyncGenerator<Event, void> {
    const clock = new AbortController();
    const late = delay(timeoutMs, clock.signal).then((): Event => ({ kind: "late" }));
    try {
      for (;;) {
        this.#next ??= this.#port.receive().then((datagram) => ({ kind: "arrival", datagram }));
        const event = await Promise.race([this.#next, late]);
        if (event.kind === "arrival") this.#next = undefined;
        yield event;
      }
    } finally {
      clock.abort();
    }
  }
}

async function* receiveUntil(port: Port, signal: AbortSignal): AsyncGenerator<Datagram, void> {
  const close = () => port.close();
  signal.addEventListener("abort", close);
  try {
    while (!signal.aborted) yield await port.receive();
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", close);
    close();
  }
}

export async function serveReliable(
  port: Port,
  on: (m: Uint8Array, from: string) => void | Promise<void>,
  o: { signal: AbortSignal },
): Promise<void> {
  const newest = new Map<string, number>();
  const isDone = async (seq: number, { data, from }: Datagram) => {
    if (seq <= (newest.get(from) ?? -1)) return true;
    try {
      await on(data.slice(4), from);
      newest.set(from, seq);
      return true;
    } catch {
      return false;
    }
  };
  for await (const datagram of receiveUntil(port, o.signal)) {
    const { data, from } = datagram;
    if (data.length < 4) continue;
    const header = data.slice(0, 4);
    const seq = new DataView(header.buffer).getUint32(0);
    if (!await isDone(seq, datagram)) continue;
    try {
      await port.send(header, from);
    } catch (error) {
      if (!o.signal.aborted) throw error;
    }
  }
}

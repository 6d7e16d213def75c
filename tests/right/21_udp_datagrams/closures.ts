// @style functions that make functions; one loop waits for what happens next: an ACK, the time, the end

export interface Port {
  readonly address: string;
  send(data: Uint8Array, to: string): Promise<void>;
  receive(): Promise<{ data: Uint8Array; from: string }>;
  close(): void;
}

interface Options {
  timeoutMs: number;
  retries: number;
  delay: (ms: number, s: AbortSignal) => Promise<void>;
}

type Sender = (m: Uint8Array) => Promise<void>;

const text = (addr: Deno.Addr) => "hostname" in addr ? `${addr.hostname}:${addr.port}` : "";

export function udpPort(): Promise<Port> {
  return Promise.try(() => {
    const socket = Deno.listenDatagram({ transport: "udp", hostname: "127.0.0.1", port: 0 });
    const buffer = new Uint8Array(65_535);
    let close = () => socket.close();
    return {
      address: text(socket.addr),
      send: async (data, to) => {
        if (data.byteLength > 1200) throw new RangeError("a datagram has at most 1200 bytes");
        const { hostname, port } = new URL(`udp://${to}`);
        await socket.send(data, { transport: "udp", hostname, port: Number(port) });
      },
      receive: async () => {
        const [data, from] = await socket.receive(buffer);
        return { data: data.slice(0, 1200), from: text(from) };
      },
      close: () => {
        close();
        close = () => {};
      },
    };
  });
}

export class Reliable {
  send: Sender;

  constructor(port: Port, peer: string, o: Options) {
    this.send = inTurn(makeSender(port, peer, o));
  }
}

/** Copies the message at once, and begins when the one before has ended. */
function inTurn(send: Sender): Sender {
  let before: Promise<unknown> = Promise.resolve();
  return async (m) => {
    const mine = before;
    const { promise, resolve } = Promise.withResolvers<void>();
    before = promise;
    const copy = m.slice();
    try {
      await mine;
      await send(copy);
    } finally {
      resolve();
    }
  };
}

function makeSender(port: Port, peer: string, o: Options): Sender {
  let seq = 0;
  const acks = makeAckReader(port, peer);
  return async (m) => {
    const number = numberOf(++seq);
    const datagram = new Uint8Array([...number, ...m]);
    for (let tries = 0; tries <= o.retries; tries++) {
      await port.send(datagram, peer);
      const over = new AbortController();
      let isLate = false;
      const late = o.delay(o.timeoutMs, over.signal).then(() => void (isLate = true));
      while (!isLate && !acks.has(number)) await Promise.race([acks.next(), late]);
      over.abort();
      late.catch(() => {});
      if (acks.has(number)) return;
    }
    throw new Deno.errors.TimedOut(`given up after ${o.retries + 1} tries`);
  };
}

/** Collects the ACKs of `peer`; who asks for the next one before it has come waits for the same one. */
function makeAckReader(port: Port, peer: string) {
  const heard = new Set<string>();
  let reading: Promise<void> | undefined;
  const read = async () => {
    try {
      const { data, from } = await port.receive();
      if (from === peer && data.length === 4) heard.add(data.join());
    } finally {
      reading = undefined; // in the same turn as the news: who asks now has heard it, or waits for the next
    }
  };
  return {
    has: (number: Uint8Array) => heard.has(number.join()),
    next: () => {
      reading ??= read();
      reading.catch(() => {}); // nobody may wait for it when the port is closed
      return reading;
    },
  };
}

export async function serveReliable(
  port: Port,
  on: (m: Uint8Array, from: string) => void | Promise<void>,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  const known = new Map<string, number>();
  using _end = { [Symbol.dispose]: () => port.close() };
  const aborted = Promise.withResolvers<undefined>();
  signal.addEventListener("abort", () => aborted.resolve(undefined));
  while (!signal.aborted) {
    const next = port.receive();
    const received = await Promise.race([next, aborted.promise]);
    if (received === undefined) {
      next.catch(() => {}); // closed below
      return;
    }
    const { data, from } = received;
    const [high, low] = [data.subarray(0, 2), data.subarray(2, 4)].map(twoBytes);
    if (high === undefined || low === undefined || data.length < 4) continue;
    const seq = high * 65_536 + low;
    if (seq > (known.get(from) ?? 0)) {
      try {
        await on(data.slice(4), from);
      } catch {
        continue;
      }
      known.set(from, seq);
    }
    await port.send(numberOf(seq), from);
  }
}

const twoBytes = (bytes: Uint8Array) => (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);

function numberOf(seq: number): Uint8Array {
  const bytes = new Uint8Array(4);
  for (let at = 3, rest = seq; at >= 0; at--, rest = Math.floor(rest / 256)) bytes[at] = rest % 256;
  return bytes;
}

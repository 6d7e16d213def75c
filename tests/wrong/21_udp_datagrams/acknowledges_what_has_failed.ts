// @test udp-datagrams/T12
// @says "the ACKs after on() has failed is"
// @mistake acknowledging a message although on() has failed

export interface Port {
  readonly address: string;
  send(data: Uint8Array, to: string): Promise<void>;
  receive(): Promise<{ data: Uint8Array; from: string }>;
  close(): void;
}

const DATAGRAM_BYTES_MAX = 1200;
const HEADER_BYTES = 4;

export function udpPort(): Promise<Port> {
  return Promise.resolve(new UdpPort());
}

class UdpPort implements Port {
  readonly #socket = Deno.listenDatagram({ transport: "udp", hostname: "127.0.0.1", port: 0 });
  readonly address = printAddress(this.#socket.addr);
  #isOpen = true;

  async send(data: Uint8Array, to: string): Promise<void> {
    if (data.length > DATAGRAM_BYTES_MAX) {
      throw new RangeError(
        `Cannot send ${data.length} bytes: a datagram has at most ${DATAGRAM_BYTES_MAX}`,
      );
    }
    await this.#socket.send(data, parseAddress(to));
  }

  async receive(): Promise<{ data: Uint8Array; from: string }> {
    const [data, from] = await this.#socket.receive(new Uint8Array(DATAGRAM_BYTES_MAX));
    return { data, from: printAddress(from) };
  }

  close(): void {
    if (this.#isOpen) this.#socket.close();
    this.#isOpen = false;
  }
}

type Received = Awaited<ReturnType<Port["receive"]>>;

interface Limits {
  readonly timeoutMs: number;
  readonly retries: number;
  readonly delay: (ms: number, s: AbortSignal) => Promise<void>;
}

export class Reliable {
  readonly #port: Port;
  readonly #peer: string;
  readonly #limits: Limits;
  #lastSeq = 0;
  #lastSend: Promise<void> = Promise.resolve();
  #receiving: Promise<Received> | undefined;

  constructor(port: Port, peer: string, o: Limits) {
    this.#port = port;
    this.#peer = peer;
    this.#limits = o;
  }

  send(m: Uint8Array): Promise<void> {
    const seq = ++this.#lastSeq;
    const datagram = makeDatagram(seq, m);
    const send = this.#lastSend.then(() => this.#sendUntilAcknowledged(datagram, seq));
    this.#lastSend = send.catch(() => {});
    return send;
  }

  async #sendUntilAcknowledged(datagram: Uint8Array, seq: number): Promise<void> {
    const { retries } = this.#limits;
    for (let tries = 0; tries <= retries; tries++) {
      await this.#port.send(datagram, this.#peer);
      if (await this.#waitForAck(seq)) return;
    }
    throw new Deno.errors.TimedOut(`No ACK of message ${seq}, not even after ${retries} retries`);
  }

  async #waitForAck(seq: number): Promise<boolean> {
    const timer = new AbortController();
    const timeout = this.#limits.delay(this.#limits.timeoutMs, timer.signal);
    try {
      for (;;) {
        this.#receiving ??= this.#port.receive();
        const received = await Promise.race([this.#receiving, timeout]);
        if (received === undefined) return false;
        this.#receiving = undefined;
        const { data, from } = received;
        const isAck = from === this.#peer && data.length === HEADER_BYTES && readSeq(data) === seq;
        if (isAck) return true;
      }
    } finally {
      timer.abort();
    }
  }
}

export async function serveReliable(
  port: Port,
  on: (m: Uint8Array, from: string) => void | Promise<void>,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  const deliver = async (message: Uint8Array, from: string) => {
    try {
      await on(message, from);
      return true;
    } catch {
      return false;
    }
  };
  const lastSeqs = new Map<string, number>();
  const close = () => port.close();
  signal.addEventListener("abort", close);
  try {
    while (!signal.aborted) {
      const { data, from } = await port.receive();
      if (data.length < HEADER_BYTES) continue;
      const seq = readSeq(data);
      const lastSeq = lastSeqs.get(from);
      if (lastSeq === undefined || seq > lastSeq) {
        await deliver(data.subarray(HEADER_BYTES), from);
        lastSeqs.set(from, seq);
      }
      await port.send(data.slice(0, HEADER_BYTES), from);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", close);
    port.close();
  }
}

function makeDatagram(seq: number, message: Uint8Array): Uint8Array {
  const datagram = new Uint8Array(HEADER_BYTES + message.length);
  new DataView(datagram.buffer).setUint32(0, seq);
  datagram.set(message, HEADER_BYTES);
  return datagram;
}

function readSeq(datagram: Uint8Array): number {
  return new DataView(datagram.buffer, datagram.byteOffset).getUint32(0);
}

function printAddress(address: Deno.Addr): string {
  const { hostname, port } = address as Deno.NetAddr;
  return `${hostname}:${port}`;
}

function parseAddress(text: string): Deno.NetAddr {
  const colon = text.lastIndexOf(":");
  return { transport: "udp", hostname: text.slice(0, colon), port: Number(text.slice(colon + 1)) };
}

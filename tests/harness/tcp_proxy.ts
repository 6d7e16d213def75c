/** Moves what comes from one connection to another, in pieces of its own choice, until end-of-file. */
export type Relay = (from: Deno.Conn, to: Deno.Conn, turns: Turns) => Promise<void>;

/** Sends every byte on its own, and the next one when the receiver has had its turn to read. */
export const cut: Relay = async (from, to, turns) => {
  const byte = new Uint8Array(1);
  while (await from.read(byte) !== null) {
    await to.write(byte);
    await turns.pass();
  }
};

/** Collects `count` lines, and sends them by one write. */
export const glue = (count: number): Relay => async (from, to) => {
  const block = new Uint8Array(4096);
  let collected: number[] = [];
  for (let size; (size = await from.read(block)) !== null;) {
    collected.push(...block.subarray(0, size));
    if (collected.filter((byte) => byte === 10).length < count) continue;
    await to.write(Uint8Array.from(collected));
    collected = [];
  }
};

/** Stands between one client and a server until it is disposed, and relays in both directions. */
export function startProxy(
  target: Deno.NetAddr,
  relay: Relay,
): Disposable & { addr: Deno.NetAddr } {
  const opened: Disposable[] = [];
  const own = <R extends Disposable>(resource: R) => (opened.push(resource), resource);
  const listener = own(Deno.listen({ hostname: "127.0.0.1", port: 0 }));
  const run = async () => {
    const client = own(await listener.accept());
    const server = own(await Deno.connect({ hostname: target.hostname, port: target.port }));
    const turns = own(await Turns.open());
    const move = async (from: Deno.Conn, to: Deno.Conn) => {
      await relay(from, to, turns);
      await to.closeWrite();
    };
    await Promise.all([move(client, server), move(server, client)]);
  };
  run().catch(() => {}); // somebody has hung up: the test sees that at its own ends
  return {
    addr: listener.addr,
    [Symbol.dispose]: () => opened.forEach((one) => one[Symbol.dispose]()),
  };
}

/** A connection to oneself: when a byte has made its way, the event loop has served all older ones, too. */
export class Turns {
  readonly #from: Deno.Conn;
  readonly #to: Deno.Conn;

  private constructor(from: Deno.Conn, to: Deno.Conn) {
    this.#from = from;
    this.#to = to;
  }

  /** Connects. */
  static async open(): Promise<Turns> {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const from = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
    return new Turns(from, await listener.accept());
  }

  /** Sends the byte. */
  async pass(): Promise<void> {
    const arrival = this.#to.read(new Uint8Array(1)); // waits before the byte is sent
    await this.#from.write(new Uint8Array(1));
    await arrival;
  }

  [Symbol.dispose](): void {
    this.#from.close();
    this.#to.close();
  }
}

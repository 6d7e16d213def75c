/** A bare UDP socket of 127.0.0.1, with addresses in the form `127.0.0.1:40123`. */
export class RawUdp {
  readonly #socket = Deno.listenDatagram({ transport: "udp", hostname: "127.0.0.1", port: 0 });
  #isOpen = true;

  get address(): string {
    return format(this.#socket.addr);
  }

  async send(data: Uint8Array, to: string): Promise<void> {
    const port = Number(to.slice(to.indexOf(":") + 1));
    await this.#socket.send(data, { transport: "udp", hostname: "127.0.0.1", port });
  }

  /** Receives one datagram, however large it is. */
  async receive(): Promise<{ data: Uint8Array; from: string }> {
    const [data, from] = await this.#socket.receive(new Uint8Array(65_535));
    return { data, from: format(from) };
  }

  /** Ends a receive() that waits, too; may come twice. */
  [Symbol.dispose](): void {
    if (this.#isOpen) this.#socket.close();
    this.#isOpen = false;
  }
}

function format(address: Deno.Addr): string {
  const { hostname, port } = address as Deno.NetAddr; // a UDP socket has no others
  return `${hostname}:${port}`;
}

// @style a class: umask instead of chmod, link(2) claims a free name, accept() in a loop of its own

export interface UnixServer extends AsyncDisposable {
  readonly path: string;
  readonly active: number;
  close(): Promise<void>;
}

type Handler = (req: Uint8Array) => Uint8Array | Promise<Uint8Array>;

export async function serveUnix(
  path: string,
  handler: Handler,
  o: { mode?: number } = {},
): Promise<UnixServer> {
  const side = path.slice(0, path.lastIndexOf("/") + 1) + `.${crypto.randomUUID().slice(0, 6)}`;
  const longest = Math.max(...[path, side].map((name) => new TextEncoder().encode(name).length));
  if (longest > 103) throw new RangeError(`sun_path has room for 103 bytes, not for ${longest}`);
  const server = new Server(path, side, { handler, mode: o.mode ?? 0o600 });
  try {
    await server.claim();
  } catch (error) {
    await server.close();
    throw error;
  }
  return server;
}

class Server implements UnixServer {
  active = 0;
  readonly path: string;
  readonly #handler: Handler;
  readonly #listener: Deno.Listener;
  readonly #own: Deno.FileInfo;
  readonly #side: string;
  readonly #ended = Promise.withResolvers<void>();
  #isOpen = true;

  constructor(path: string, side: string, o: { handler: Handler; mode: number }) {
    this.path = path;
    this.#side = side;
    this.#handler = o.handler;
    const umask = Deno.umask(0o777 & ~o.mode);
    try {
      this.#listener = Deno.listen({ transport: "unix", path: side });
    } finally {
      Deno.umask(umask);
    }
    this.#own = Deno.lstatSync(side);
    this.#accept();
  }

  async claim(): Promise<void> {
    for (;;) {
      try {
        Deno.linkSync(this.#side, this.path); // fails if anything is there
        return Deno.removeSync(this.#side);
      } catch (error) {
        if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
      }
      const isSocket = Deno.lstatSync(this.path).isSocket;
      if (!isSocket || await this.#answers()) {
        throw new Deno.errors.AddrInUse(`${this.path} is ${isSocket ? "served" : "no socket"}`);
      }
      Deno.removeSync(this.path);
    }
  }

  async close(): Promise<void> {
    if (this.#isOpen) {
      this.#isOpen = false;
      if (this.#isOwn()) Deno.removeSync(this.path);
      this.#listener.close();
    }
    await this.#ended.promise;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #accept(): Promise<void> {
    while (this.#isOpen) {
      try {
        this.#serve(await this.#listener.accept());
      } catch (error) {
        if (!(error instanceof Deno.errors.BadResource)) throw error;
      }
    }
    if (this.active === 0) this.#ended.resolve();
  }

  async #serve(conn: Deno.Conn): Promise<void> {
    this.active++;
    try {
      await send(conn, await this.#handler(await receive(conn)));
    } catch {
      // one client's trouble
    }
    conn.close();
    this.active--;
    if (!this.#isOpen && this.active === 0) this.#ended.resolve();
  }

  async #answers(): Promise<boolean> {
    try {
      (await Deno.connect({ transport: "unix", path: this.path })).close();
      return true;
    } catch (error) {
      if (error instanceof Deno.errors.ConnectionRefused) return false;
      throw error;
    }
  }

  #isOwn(): boolean {
    try {
      return Deno.lstatSync(this.path).ino === this.#own.ino;
    } catch {
      return false;
    }
  }
}

export async function request(
  path: string,
  body: Uint8Array,
  o: { signal?: AbortSignal } = {},
): Promise<Uint8Array> {
  o.signal?.throwIfAborted();
  const conn = await Deno.connect({ transport: "unix", path });
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(o.signal?.reason);
  o.signal?.addEventListener("abort", onAbort);
  if (o.signal?.aborted) onAbort();
  const exchange = async () => {
    const [, answer] = await Promise.all([send(conn, body), receive(conn)]);
    return answer;
  };
  try {
    return await Promise.race([exchange(), aborted]);
  } finally {
    o.signal?.removeEventListener("abort", onAbort);
    conn.close();
  }
}

async function send(conn: Deno.Conn, bytes: Uint8Array): Promise<void> {
  let rest = bytes;
  while (rest.length > 0) rest = rest.subarray(await conn.write(rest));
  await conn.closeWrite();
}

async function receive(conn: Deno.Conn): Promise<Uint8Array> {
  let all = new Uint8Array(1024);
  let length = 0;
  for (;;) {
    if (length === all.length) {
      const larger = new Uint8Array(all.length * 2);
      larger.set(all);
      all = larger;
    }
    const count = await conn.read(all.subarray(length));
    if (count === null) return all.slice(0, length);
    length += count;
  }
}

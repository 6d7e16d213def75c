// @style web streams: preventClose keeps the socket open after one direction has ended

export interface UnixServer extends AsyncDisposable {
  readonly path: string;
  readonly active: number;
  close(): Promise<void>;
}

export async function serveUnix(
  path: string,
  handler: (req: Uint8Array) => Uint8Array | Promise<Uint8Array>,
  o: { mode?: number } = {},
): Promise<UnixServer> {
  checkFits(path);
  await removeDeadName(path);
  const listener = await listen(path, o.mode ?? 0o600);
  const { ino } = await Deno.lstat(path);
  const active = new Map<Deno.Conn, Promise<unknown>>();

  const answer = async (conn: Deno.Conn) => {
    using connection = conn;
    const body = await handler(await new Response(readUntilEnd(connection)).bytes());
    await new Blob([new Uint8Array(body)]).stream().pipeTo(connection.writable);
  };
  const loop = (async () => {
    for await (const conn of listener) {
      const ignore = () => {}; // this client has left, or its handler failed
      active.set(conn, answer(conn).catch(ignore).finally(() => active.delete(conn)));
    }
  })();

  let isClosed = false;
  const close = async () => {
    if (!isClosed) {
      isClosed = true;
      const now = await Deno.lstat(path).catch(() => undefined);
      if (now?.ino === ino) await Deno.remove(path);
      listener.close();
    }
    await loop;
    await Promise.all(active.values());
  };
  return {
    path,
    get active() {
      return active.size;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

export async function request(
  path: string,
  body: Uint8Array,
  o: { signal?: AbortSignal } = {},
): Promise<Uint8Array> {
  o.signal?.throwIfAborted();
  using conn = await Deno.connect({ transport: "unix", path });
  const writer = conn.writable.getWriter();
  await abortable(writer.write(body), o.signal);
  await conn.closeWrite(); // closing the writer would close both directions
  return await abortable(new Response(conn.readable).bytes(), o.signal);
}

function checkFits(path: string): void {
  const byteCount = new Blob([path]).size;
  if (byteCount > 103) throw new RangeError(`${path} has ${byteCount} bytes, the limit is 103`);
}

/** Binds in a private directory: nobody else sees the socket before its mode is right. */
async function listen(path: string, mode: number): Promise<Deno.Listener> {
  const parent = path.slice(0, path.lastIndexOf("/") + 1) || ".";
  const dir = await Deno.makeTempDir({ dir: parent });
  try {
    checkFits(`${dir}/s`);
    const listener = Deno.listen({ transport: "unix", path: `${dir}/s` });
    await Deno.chmod(`${dir}/s`, mode);
    await Deno.rename(`${dir}/s`, path);
    return listener;
  } finally {
    await Deno.remove(dir);
  }
}

async function removeDeadName(path: string): Promise<void> {
  try {
    const { isSocket } = await Deno.lstat(path);
    if (!isSocket) throw new Deno.errors.AddrInUse(`${path} is no socket`);
    using _live = await Deno.connect({ transport: "unix", path });
    throw new Deno.errors.AddrInUse(`${path} answers`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
    await Deno.remove(path);
  }
}

/** Like conn.readable, which closes the whole socket at end-of-file. */
function readUntilEnd(conn: Deno.Conn): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const buffer = new Uint8Array(32 * 1024);
      const count = await conn.read(buffer);
      if (count === null) controller.close();
      else controller.enqueue(buffer.subarray(0, count));
    },
  });
}

async function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await work;
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort);
  if (signal.aborted) onAbort();
  work.catch(() => {}); // after an abort nobody waits for it
  return await Promise.race([work, promise])
    .finally(() => signal.removeEventListener("abort", onAbort));
}

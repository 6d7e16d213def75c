// @test unix-server/T14
// @says "NotFound"
// @mistake removing a name that may be gone already

export interface UnixServer extends AsyncDisposable {
  readonly path: string;
  readonly active: number;
  close(): Promise<void>;
}

type Handler = (req: Uint8Array) => Uint8Array | Promise<Uint8Array>;

const PATH_BYTES_MAX = 103;

export async function serveUnix(
  path: string,
  handler: Handler,
  o: { mode?: number } = {},
): Promise<UnixServer> {
  const temporary = path.replace(/[^/]*$/, `.${crypto.randomUUID().slice(0, 8)}`);

  for (const name of [path, temporary]) checkFits(name);
  await checkVacant(path);

  const listener = Deno.listen({ transport: "unix", path: temporary });
  let own: Deno.FileInfo;
  try {
    Deno.chmodSync(temporary, o.mode ?? 0o600);
    own = Deno.lstatSync(temporary);
    Deno.renameSync(temporary, path);
  } catch (error) {
    listener.close();
    throw error;
  }

  const jobs = new Set<Promise<void>>();
  const acceptAll = async () => {
    for await (const conn of listener) {
      const job = serve(conn, handler).finally(() => jobs.delete(job));
      jobs.add(job);
    }
  };
  const accepting = acceptAll();

  const shutDown = async () => {
    try {
      if (isSameFile(path, own)) Deno.removeSync(path);
    } finally {
      listener.close();
    }
    await accepting;
    await Promise.all(jobs);
  };
  let closing: Promise<void> | undefined;
  const close = () => closing ??= shutDown();
  return {
    path,
    get active() {
      return jobs.size;
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
  const hangUp = () => conn.close();
  o.signal?.addEventListener("abort", hangUp);
  try {
    o.signal?.throwIfAborted();
    await writeAll(conn, body);
    await conn.closeWrite();
    return await readToEnd(conn);
  } catch (error) {
    throw o.signal?.aborted ? o.signal.reason : error;
  } finally {
    o.signal?.removeEventListener("abort", hangUp);
  }
}

function checkFits(path: string): void {
  const byteCount = new TextEncoder().encode(path).length;
  if (byteCount <= PATH_BYTES_MAX) return;
  throw new RangeError(
    `Cannot bind ${path}: it has ${byteCount} bytes, a socket's name at most ${PATH_BYTES_MAX}`,
  );
}

async function checkVacant(path: string): Promise<void> {
  try {
    if (!(await Deno.lstat(path)).isSocket) {
      throw new Deno.errors.AddrInUse(`Cannot bind ${path}: a file that is no socket is there`);
    }
    (await Deno.connect({ transport: "unix", path })).close();
  } catch (error) {
    const isDead = error instanceof Deno.errors.ConnectionRefused;
    if (isDead || error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  throw new Deno.errors.AddrInUse(`Cannot bind ${path}: a live server answers there`);
}

async function serve(conn: Deno.Conn, handler: Handler): Promise<void> {
  try {
    await writeAll(conn, await handler(await readToEnd(conn)));
  } catch {
    // this connection only
  } finally {
    conn.close();
  }
}

function isSameFile(path: string, own: Deno.FileInfo): boolean {
  try {
    const { dev, ino } = Deno.lstatSync(path);
    return dev === own.dev && ino === own.ino;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
}

async function writeAll(conn: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await conn.write(bytes.subarray(sent));
}

async function readToEnd(conn: Deno.Conn): Promise<Uint8Array> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const buffer = new Uint8Array(64 * 1024);
  for (let count; (count = await conn.read(buffer)) !== null;) {
    chunks.push(buffer.slice(0, count));
  }
  return new Blob(chunks).bytes();
}

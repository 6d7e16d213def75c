export interface UnixServer extends AsyncDisposable {
  readonly path: string;
  readonly active: number;
  close(): Promise<void>;
}

type Handler = (req: Uint8Array) => Uint8Array | Promise<Uint8Array>;

/** macOS and the BSDs have 104 bytes for the address, the final NUL among them; Linux has 108. */
const PATH_BYTES_MAX = 103;

export async function serveUnix(
  path: string,
  handler: Handler,
  o: { mode?: number } = {},
): Promise<UnixServer> {
  const temporary = path.replace(/[^/]*$/, `.${crypto.randomUUID().slice(0, 8)}`);
  // rename(2) knows no such limit: it would make a name that nobody can connect to
  for (const name of [path, temporary]) checkFits(name);
  await checkVacant(path);

  const listener = Deno.listen({ transport: "unix", path: temporary });
  let own: Deno.FileInfo;
  try {
    Deno.chmodSync(temporary, o.mode ?? 0o600); // before anybody knows the name
    own = Deno.lstatSync(temporary);
    Deno.renameSync(temporary, path); // replaces a dead name in one step
  } catch (error) {
    listener.close(); // removes the temporary name, too
    throw error;
  }

  const jobs = new Set<Promise<void>>();
  const acceptAll = async () => {
    for await (const conn of listener) {
      const job = serve(conn, handler).finally(() => jobs.delete(job));
      jobs.add(job);
    }
  };
  const accepting = acceptAll(); // rejects only when accept(2) itself fails: let that be loud

  const shutDown = async () => {
    try {
      // While the listener is open it holds its inode: no other file can have this number.
      if (isSameFile(path, own)) Deno.removeSync(path);
    } finally {
      listener.close(); // would remove the temporary name, which is gone
    }
    await accepting.then(() => Promise.all(jobs)); // the loop may just have accepted one more
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
  const hangUp = () => conn.close(); // ends a pending read or write as well
  o.signal?.addEventListener("abort", hangUp);
  try {
    o.signal?.throwIfAborted(); // it may have come while we connected
    await writeAll(conn, body);
    await conn.closeWrite(); // "that was all", and we still listen
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

/** Returns when nothing is at `path`, or only the name of a dead server. */
async function checkVacant(path: string): Promise<void> {
  try {
    // connect(2) is refused by any file that is no socket, so look first
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

/** Serves one connection. It never rejects: whatever goes wrong here is no other client's business. */
async function serve(conn: Deno.Conn, handler: Handler): Promise<void> {
  try {
    await writeAll(conn, await handler(await readToEnd(conn)));
  } catch {
    // The handler failed or the client has left. A real server writes a line to its log.
  } finally {
    conn.close();
  }
}

function isSameFile(path: string, own: Deno.FileInfo): boolean {
  try {
    const { dev, ino } = Deno.lstatSync(path);
    return dev === own.dev && ino === own.ino;
  } catch {
    return false; // removed, or out of reach: not ours to remove
  }
}

/** Writes all of `bytes`: one write() takes what there is room for, about 200 KiB. */
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

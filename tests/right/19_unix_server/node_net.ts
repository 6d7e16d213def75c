// @style events: node:net with allowHalfOpen, callbacks that settle promises

import { Buffer } from "node:buffer";
import { chmodSync, lstatSync, renameSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";

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
  const temporary = path.slice(0, path.lastIndexOf("/") + 1) + "." + Deno.pid.toString(36) +
    Math.random().toString(36).slice(2, 6);
  if (Math.max(Buffer.byteLength(path), Buffer.byteLength(temporary)) > 103) {
    throw new RangeError(`a socket's name has at most 103 bytes: ${path}`);
  }
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat !== undefined && (!stat.isSocket() || await isAlive(path))) {
    throw new Deno.errors.AddrInUse(`${path} is taken`);
  }
  let active = 0;
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    active++;
    socket.on("close", () => active--);
    socket.on("error", () => socket.destroy());
    collect(socket).then(handler).then((answer) => socket.end(answer), () => socket.destroy());
  });
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.on("error", reject);
  server.listen(temporary, resolve);
  await listening;
  const { dev, ino } = lstatSync(temporary);
  try {
    chmodSync(temporary, o.mode ?? 0o600);
    renameSync(temporary, path);
  } catch (error) {
    server.close();
    throw error;
  }

  let closed: Promise<void> | undefined;
  const close = () =>
    closed ??= new Promise((resolve) => {
      const now = lstatSync(path, { throwIfNoEntry: false });
      if (now?.dev === dev && now.ino === ino) rmSync(path);
      server.close(() => resolve());
    });
  return {
    path,
    get active() {
      return active;
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
  const socket = connect({ path, allowHalfOpen: true });
  const hangUp = () => socket.destroy(o.signal?.reason);
  o.signal?.addEventListener("abort", hangUp);
  try {
    socket.end(body);
    return await collect(socket);
  } finally {
    o.signal?.removeEventListener("abort", hangUp);
    socket.destroy();
  }
}

function isAlive(path: string): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const socket = connect(path, () => resolve(true));
  socket.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "ECONNREFUSED" || error.code === "ENOENT") resolve(false);
    else reject(error);
  });
  return promise.finally(() => socket.destroy());
}

function collect(socket: Socket): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  socket.on("data", (chunk: Uint8Array) => chunks.push(new Uint8Array(chunk)));
  socket.on("end", () => resolve(new Blob(chunks).bytes()));
  socket.on("error", reject);
  socket.on("close", () => reject(new Error("closed before end-of-file")));
  return promise;
}

// @style node: API, and a release that POSIX defines: the other end, O_NONBLOCK, until the open has returned

import { execFile } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { lstat, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export function makeFifo(path: string, mode = 0o600): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  execFile("mkfifo", ["-m", mode.toString(8), "--", path], async (error) => {
    if (error === null) return resolve();
    const isThere = await lstat(path).then(() => true, () => false);
    reject(isThere ? new Deno.errors.AlreadyExists(error.message) : error);
  });
  return promise;
}

export async function openReader(
  path: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<Deno.FsFile> {
  await requireFifo(path, signal);
  return await untilAborted(
    Deno.open(path, { read: true }),
    () => openSync(path, constants.O_WRONLY | constants.O_NONBLOCK),
    signal,
  );
}

export async function openWriter(
  path: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<Deno.FsFile> {
  await requireFifo(path, signal);
  return await untilAborted(
    Deno.open(path, { write: true }),
    () => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK),
    signal,
  );
}

export async function withFifo<T>(fn: (path: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), "fifo-"));
  try {
    const path = join(dir, "fifo");
    await makeFifo(path);
    const result = await fn(path);
    return result;
  } finally {
    await rm(dir, { recursive: true });
  }
}

async function requireFifo(path: string, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  const { isFifo } = await Deno.stat(path);
  signal?.throwIfAborted();
  if (!isFifo) throw new TypeError(`${path} is no FIFO`);
}

async function untilAborted(
  opening: Promise<Deno.FsFile>,
  openPartner: () => number,
  signal: AbortSignal | undefined,
): Promise<Deno.FsFile> {
  if (signal === undefined) return await opening;
  const aborted = Promise.withResolvers<void>();
  const abort = () => aborted.resolve();
  signal.addEventListener("abort", abort);
  try {
    await Promise.race([opening, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
  if (!signal.aborted) return await opening;
  const partner = await untilOpen(openPartner, opening);
  try {
    (await opening).close();
  } finally {
    if (partner !== undefined) closeSync(partner);
  }
  throw signal.reason;
}

/** An O_NONBLOCK writer needs a reader: ENXIO until our own open has got as far as to wait. */
async function untilOpen(
  openPartner: () => number,
  opening: Promise<unknown>,
): Promise<number | undefined> {
  let isOpen = false;
  const settle = () => isOpen = true;
  opening.then(settle, settle);
  while (!isOpen) {
    try {
      return openPartner();
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENXIO")) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
  return undefined;
}

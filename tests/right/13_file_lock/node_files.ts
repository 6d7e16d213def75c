// @style node: the number is read and written through a node:fs handle, the abort is an event of node:events
import { once } from "node:events";
import { type FileHandle, open } from "node:fs/promises";

export async function withFileLock<T>(
  lockPath: string,
  fn: () => Promise<T>,
  o?: { shared?: boolean; signal?: AbortSignal },
): Promise<T> {
  const { shared = false, signal } = o ?? {};
  signal?.throwIfAborted();
  const file = Deno.openSync(lockPath, { read: true, write: true, create: true });
  if (await file.tryLock(!shared) === false) {
    const waiting = file.lock(!shared);
    const isLocked = signal === undefined
      ? await waiting.then(() => true)
      : await race(waiting, signal);
    if (!isLocked) {
      waiting.then(() => file.unlock()).finally(() => file.close());
      throw signal?.reason;
    }
  } else if (signal?.aborted) {
    file.close();
    throw signal.reason;
  }
  try {
    return await fn();
  } finally {
    file.close();
  }
}

/** True when the lock is there, false when the signal comes first. */
async function race(waiting: Promise<void>, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  const stop = new AbortController();
  const aborted = once(signal, "abort", { signal: stop.signal });
  try {
    return await Promise.race([waiting.then(() => true), aborted.then(() => false)]);
  } finally {
    aborted.catch(() => {});
    stop.abort();
  }
}

export async function incrementFile(path: string, times: number): Promise<void> {
  for (const _ of Array(times).keys()) {
    await withFileLock(path + ".lock", async () => {
      const handle = await open(path, "a+").then((created) => created.close()).then(() =>
        open(path, "r+")
      );
      await addOne(handle).finally(() => handle.close());
    });
  }
}

async function addOne(handle: FileHandle): Promise<void> {
  const text = await handle.readFile({ encoding: "utf8" });
  if (!/^\s*(-?[0-9]+)?\s*$/.test(text)) throw new TypeError(`not a number: ${text}`);
  const bytes = new TextEncoder().encode(`${parseInt(text || "0", 10) + 1}\n`);
  await handle.truncate(0);
  await handle.write(bytes, 0, bytes.length, 0);
}

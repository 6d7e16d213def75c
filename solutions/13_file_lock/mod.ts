export async function withFileLock<T>(
  lockPath: string,
  fn: () => Promise<T>,
  o: { shared?: boolean; signal?: AbortSignal } = {},
): Promise<T> {
  o.signal?.throwIfAborted();
  // The lock ends when the file is closed, on every path out. NFS wants it readable and writable.
  using file = Deno.openSync(lockPath, { read: true, write: true, create: true });
  const isExclusive = !o.shared;
  // A lock that is free costs one system call. Only a wait is worth a thread of its own.
  if (!file.tryLockSync(isExclusive)) await waitForLock(file, isExclusive, o.signal);
  return await fn();
}

/**
 * Waits in the kernel's queue, or until `signal` aborts. Nobody can take back a wait in flock(2), but
 * a lock that comes late finds its file closed, and ends at once.
 */
async function waitForLock(
  file: Deno.FsFile,
  isExclusive: boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const leave = () => reject(signal?.reason);
  signal?.addEventListener("abort", leave);
  try {
    await Promise.race([file.lock(isExclusive), aborted]);
  } finally {
    signal?.removeEventListener("abort", leave);
  }
}

export async function incrementFile(path: string, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    await withFileLock(`${path}.lock`, () => Promise.try(addOne, path));
  }
}

/** Reads, adds and writes; without a pause, because others wait meanwhile. */
function addOne(path: string): void {
  // Opened inside the lock: a moment ago, the name may have belonged to another file.
  using file = Deno.openSync(path, { read: true, write: true, create: true });
  const old = new Uint8Array(file.statSync().size);
  file.readSync(old);
  const text = new TextDecoder().decode(old).trim();
  if (!/^-?\d+$|^$/.test(text)) {
    throw new TypeError(`Cannot add 1 to the number in ${path}: it holds ${JSON.stringify(text)}`);
  }
  const sum = new TextEncoder().encode(`${Number(text) + 1}\n`);
  // Never empty the file first: who is killed before the write would leave it at 0.
  file.seekSync(0, Deno.SeekMode.Start);
  file.writeSync(sum);
  file.truncateSync(sum.length); // -9 is shorter than -10
}

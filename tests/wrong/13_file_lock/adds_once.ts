// @test file-lock/T1
// @test file-lock/T7
// @says "the file is "8\n""
// @mistake adding 1 once, however often it was asked to

export async function withFileLock<T>(
  lockPath: string,
  fn: () => Promise<T>,
  o: { shared?: boolean; signal?: AbortSignal } = {},
): Promise<T> {
  o.signal?.throwIfAborted();
  using file = Deno.openSync(lockPath, { read: true, write: true, create: true });
  const isExclusive = !o.shared;
  if (!file.tryLockSync(isExclusive)) await waitForLock(file, isExclusive, o.signal);
  return await fn();
}

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
  for (let time = 0; time < Math.min(times, 1); time++) {
    await withFileLock(`${path}.lock`, () => Promise.try(addOne, path));
  }
}

function addOne(path: string): void {
  using file = Deno.openSync(path, { read: true, write: true, create: true });
  const old = new Uint8Array(file.statSync().size);
  file.readSync(old);
  const text = new TextDecoder().decode(old).trim();
  if (!/^-?\d+$|^$/.test(text)) {
    throw new TypeError(`Cannot add 1 to the number in ${path}: it holds ${JSON.stringify(text)}`);
  }
  const sum = new TextEncoder().encode(`${Number(text) + 1}\n`);
  file.seekSync(0, Deno.SeekMode.Start);
  file.writeSync(sum);
  file.truncateSync(sum.length);
}

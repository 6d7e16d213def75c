// @test file-lock/T9
// @says "the file, which was changed to 41 meanwhile, is"
// @mistake reading and adding first, and taking the lock for the write alone

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
  for (let time = 0; time < times; time++) {
    const text = readNumber(path);
    await withFileLock(
      `${path}.lock`,
      () => Deno.writeTextFile(path, `${Number(text) + 1}\n`),
    );
  }
}

function readNumber(path: string): string {
  using file = Deno.openSync(path, { read: true, write: true, create: true });
  const old = new Uint8Array(file.statSync().size);
  file.readSync(old);
  const text = new TextDecoder().decode(old).trim();
  if (/^-?\d+$|^$/.test(text)) return text;
  throw new TypeError(`Cannot add 1 to the number in ${path}: it holds ${JSON.stringify(text)}`);
}

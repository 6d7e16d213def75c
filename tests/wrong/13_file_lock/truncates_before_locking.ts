// @test file-lock/T9
// @says "the file, while it waits, is"
// @mistake emptying the file when it opens it, before it has the lock

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
    const text = await Deno.readTextFile(path).catch(() => "");
    using file = await Deno.create(path);
    await withFileLock(`${path}.lock`, () => Promise.try(addOne, { path, text, file }));
  }
}

function addOne({ path, text, file }: { path: string; text: string; file: Deno.FsFile }): void {
  if (!/^-?\d+$|^$/.test(text.trim())) {
    file.writeSync(new TextEncoder().encode(text));
    throw new TypeError(`Cannot add 1 to the number in ${path}: it holds ${JSON.stringify(text)}`);
  }
  file.writeSync(new TextEncoder().encode(`${Number(text) + 1}\n`));
}

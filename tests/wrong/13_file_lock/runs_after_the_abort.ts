// @test file-lock/T6
// @says "the number of times that fn was called is"
// @mistake calling the function when the lock comes, though the call was aborted before

export async function withFileLock<T>(
  lockPath: string,
  fn: () => Promise<T>,
  o: { shared?: boolean; signal?: AbortSignal } = {},
): Promise<T> {
  o.signal?.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const leave = () => aborted.reject(o.signal?.reason);
  o.signal?.addEventListener("abort", leave);
  let isInside = false;
  const running = run(lockPath, () => {
    isInside = true;
    return fn();
  }, !o.shared);
  try {
    return await Promise.race([running, aborted.promise]);
  } catch (error) {
    if (isInside) return await running;
    running.catch(() => {});
    throw error;
  } finally {
    o.signal?.removeEventListener("abort", leave);
  }
}

async function run<T>(path: string, fn: () => Promise<T>, isExclusive: boolean): Promise<T> {
  const file = Deno.openSync(path, { read: true, write: true, create: true });
  if (!file.tryLockSync(isExclusive)) await file.lock(isExclusive);
  try {
    return await fn();
  } finally {
    file.unlockSync();
    file.close();
  }
}

export async function incrementFile(path: string, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
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

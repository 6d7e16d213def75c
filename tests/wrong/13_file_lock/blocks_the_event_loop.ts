// @test file-lock/T2
// @test file-lock/T3
// @test file-lock/T10
// @says "lockSync() would freeze"
// @mistake waiting for the lock by lockSync(): nothing else runs in this process meanwhile

export async function withFileLock<T>(
  lockPath: string,
  fn: () => Promise<T>,
  o: { shared?: boolean; signal?: AbortSignal } = {},
): Promise<T> {
  o.signal?.throwIfAborted();
  using file = Deno.openSync(lockPath, { read: true, write: true, create: true });
  const isExclusive = !o.shared;
  file.lockSync(isExclusive);
  return await fn();
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

// @test file-lock/T2
// @test file-lock/T3
// @says "still waiting after"
// @mistake taking the existence of a file for a lock: it goes stale when its owner is killed

export async function withFileLock<T>(
  lockPath: string,
  fn: () => Promise<T>,
  o: { shared?: boolean; signal?: AbortSignal } = {},
): Promise<T> {
  for (;;) {
    o.signal?.throwIfAborted();
    try {
      (await Deno.open(lockPath, { write: true, createNew: true })).close();
      break;
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  try {
    return await fn();
  } finally {
    await Deno.remove(lockPath);
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

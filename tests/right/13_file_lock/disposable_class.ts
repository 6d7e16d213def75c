// @style a disposable class, asynchronous calls only, and the number is replaced by rename

class FileLock implements AsyncDisposable {
  readonly #file: Deno.FsFile;

  private constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  static async take(path: string, exclusive: boolean, signal?: AbortSignal): Promise<FileLock> {
    const lock = new FileLock(await Deno.open(path, { create: true, append: true }));
    const taken = lock.#file.lock(exclusive);
    const aborted = new Promise<never>((_resolve, reject) => {
      if (signal?.aborted) reject(signal.reason);
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
    aborted.catch(() => {}); // an abort while the work runs concerns nobody
    try {
      await Promise.race([aborted, taken]);
      return lock;
    } catch (error) {
      taken.then(() => lock[Symbol.asyncDispose](), () => lock.#file.close());
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#file.unlock();
    } finally {
      this.#file.close();
    }
  }
}

export async function withFileLock<T>(
  lockPath: string,
  fn: () => Promise<T>,
  { shared = false, signal }: { shared?: boolean; signal?: AbortSignal } = {},
): Promise<T> {
  signal?.throwIfAborted();
  await using _lock = await FileLock.take(lockPath, !shared, signal);
  return await fn();
}

export async function incrementFile(path: string, times: number): Promise<void> {
  while (times-- > 0) {
    await withFileLock(path + ".lock", async () => {
      const next = await readCount(path) + 1n;
      await Deno.writeTextFile(path + ".next", `${next}\n`);
      await Deno.rename(path + ".next", path);
    });
  }
}

async function readCount(path: string): Promise<bigint> {
  const text = await Deno.readTextFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  });
  // BigInt() alone would take 0x10 and +7 as well
  if (!/^(-?\d+)?\n?$/.test(text)) throw new TypeError(`${path} holds no number: ${text}`);
  return BigInt(text);
}

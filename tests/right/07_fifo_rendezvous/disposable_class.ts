// @style a class for one end, resources in DisposableStack and `await using` instead of finally

class FifoEnd {
  readonly #path: string;
  readonly #options: Deno.OpenOptions;

  constructor(path: string, options: Deno.OpenOptions) {
    this.#path = path;
    this.#options = options;
  }

  async open(signal: AbortSignal = new AbortController().signal): Promise<Deno.FsFile> {
    signal.throwIfAborted();
    if (!(await Deno.stat(this.#path)).isFifo) throw new TypeError(`not a FIFO: ${this.#path}`);
    signal.throwIfAborted();
    using cleanup = new DisposableStack();
    const release = () => void cleanup.use(Deno.openSync(this.#path, { read: true, write: true }));
    signal.addEventListener("abort", release);
    cleanup.defer(() => signal.removeEventListener("abort", release));
    const file = await Deno.open(this.#path, this.#options);
    if (!signal.aborted) return file;
    cleanup.use(file);
    throw signal.reason;
  }
}

class TempDir implements AsyncDisposable {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}

export async function makeFifo(path: string, mode = 0o600): Promise<void> {
  const args = ["-m", mode.toString(8), path.startsWith("-") ? `./${path}` : path];
  await using child = new Deno.Command("mkfifo", {
    args,
    env: { LC_ALL: "C" },
    stderr: "piped",
  }).spawn();
  const [status, message] = await Promise.all([child.status, child.stderr.text()]);
  if (/File exists\s*$/.test(message)) {
    throw new Deno.errors.AlreadyExists(`there already: ${path}`);
  }
  if (!status.success) throw new Error(message);
}

export function openReader(path: string, o: { signal?: AbortSignal } = {}): Promise<Deno.FsFile> {
  return new FifoEnd(path, { read: true }).open(o.signal);
}

export function openWriter(path: string, o: { signal?: AbortSignal } = {}): Promise<Deno.FsFile> {
  return new FifoEnd(path, { write: true }).open(o.signal);
}

export async function withFifo<T>(fn: (path: string) => Promise<T>): Promise<T> {
  await using dir = new TempDir(await Deno.makeTempDir({ prefix: "fifo" }));
  await makeFifo(`${dir.path}/fifo`);
  return await fn(`${dir.path}/fifo`);
}

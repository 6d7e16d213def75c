// @test fifo-rendezvous/T13
// @says "the descriptors of the FIFO is 4"
// @mistake listening for the abort for ever: it opens the FIFO when nobody waits any more

export async function makeFifo(path: string, mode = 0o600): Promise<void> {
  const { success, stderr } = await new Deno.Command("mkfifo", {
    args: ["-m", mode.toString(8), "--", path],
    env: { LC_ALL: "C" },
    stdout: "null",
  }).output();
  if (success) return;

  const message = new TextDecoder().decode(stderr).trim();
  if (message.endsWith("File exists")) throw new Deno.errors.AlreadyExists(message);
  throw new Error(message);
}

export function openReader(path: string, o: { signal?: AbortSignal } = {}): Promise<Deno.FsFile> {
  return openEnd(path, { read: true }, o.signal);
}

export function openWriter(path: string, o: { signal?: AbortSignal } = {}): Promise<Deno.FsFile> {
  return openEnd(path, { write: true }, o.signal);
}

export async function withFifo<T>(fn: (path: string) => Promise<T>): Promise<T> {
  const dir = await Deno.makeTempDir();
  try {
    const path = `${dir}/fifo`;
    await makeFifo(path);
    return await fn(path);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function openEnd(
  path: string,
  end: Deno.OpenOptions,
  signal: AbortSignal | undefined,
): Promise<Deno.FsFile> {
  signal?.throwIfAborted();
  const { isFifo } = await Deno.stat(path);
  if (!isFifo) throw new TypeError(`Cannot open ${path} as a FIFO: it is something else`);
  signal?.throwIfAborted();
  let partner: Deno.FsFile | undefined;

  const release = () => partner = Deno.openSync(path, { read: true, write: true });
  signal?.addEventListener("abort", release, { once: true });
  try {
    const file = await Deno.open(path, end);
    if (signal?.aborted) file.close();
    signal?.throwIfAborted();
    return file;
  } finally {
    partner?.close();
  }
}

// @test fifo-rendezvous/T2
// @test fifo-rendezvous/T9
// @says "its only writer is your own process"
// @mistake keeping both ends open in the maker so that nobody waits: the readers never see end-of-file

const kept: Deno.FsFile[] = [];

export async function makeFifo(path: string, mode = 0o600): Promise<void> {
  const { success, stderr } = await new Deno.Command("mkfifo", {
    args: ["-m", mode.toString(8), "--", path],
    env: { LC_ALL: "C" }, // or the message below comes in another language
    stdout: "null",
  }).output();
  if (success) {
    kept.push(await Deno.open(path, { read: true, write: true }));
    return;
  }
  // looking before making would leave a gap for others: mkfifo(2) looks and makes in one step
  const message = new TextDecoder().decode(stderr).trim();
  if (message.endsWith("File exists")) throw new Deno.errors.AlreadyExists(message);
  throw new Error(message);
}

export function openReader(path: string, o: { signal?: AbortSignal } = {}): Promise<Deno.FsFile> {
  return openEnd(path, { read: true }, o.signal);
}

export function openWriter(path: string, o: { signal?: AbortSignal } = {}): Promise<Deno.FsFile> {
  return openEnd(path, { write: true }, o.signal); // no `create`: a wrong path must not become a file
}

export async function withFifo<T>(fn: (path: string) => Promise<T>): Promise<T> {
  const dir = await Deno.makeTempDir(); // mode 0700
  try {
    const path = `${dir}/fifo`;
    await makeFifo(path);
    return await fn(path); // without this await, finally would come before fn is done
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
  signal?.throwIfAborted(); // who listens only now has missed an abort during stat
  let partner: Deno.FsFile | undefined;
  // Nothing can cancel open(2), but whoever opens the other end releases it. O_RDWR is both ends, and
  // never waits itself (Linux). It is held until our open has returned: it may not even have begun.
  const release = () => partner = Deno.openSync(path, { read: true, write: true });
  signal?.addEventListener("abort", release, { once: true });
  try {
    const file = await Deno.open(path, end);
    if (signal?.aborted) file.close();
    signal?.throwIfAborted();
    return file;
  } finally {
    signal?.removeEventListener("abort", release);
    partner?.close();
  }
}

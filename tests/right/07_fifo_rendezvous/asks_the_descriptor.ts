// @style open first, then fstat: what is open cannot be swapped any more; promise chains, async release

export async function makeFifo(path: string, mode = 0o600): Promise<void> {
  const script = 'mkfifo -m "$1" -- "$2"'; // the path is an argument, never a part of the script
  const child = new Deno.Command("sh", { args: ["-c", script, "sh", mode.toString(8), path] });
  const { success, stderr } = await child.output();
  if (success) return;
  const isThere = await Deno.lstat(path).then(() => true, () => false);
  const text = new TextDecoder().decode(stderr);
  throw isThere ? new Deno.errors.AlreadyExists(text) : new Error(text);
}

export const openReader = (path: string, o: { signal?: AbortSignal } = {}) =>
  openEnd(path, { read: true }, o.signal);

export const openWriter = (path: string, o: { signal?: AbortSignal } = {}) =>
  openEnd(path, { write: true }, o.signal);

export function withFifo<T>(fn: (path: string) => Promise<T>): Promise<T> {
  return Deno.makeTempDir().then((dir) =>
    makeFifo(`${dir}/pipe`)
      .then(() => fn(`${dir}/pipe`))
      .finally(() => Deno.remove(dir, { recursive: true }))
  );
}

function openEnd(path: string, end: Deno.OpenOptions, signal?: AbortSignal): Promise<Deno.FsFile> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  const partners: Promise<Deno.FsFile>[] = [];
  const release = () => void partners.push(Deno.open(path, { read: true, write: true }));
  signal?.addEventListener("abort", release);
  return Deno.open(path, end)
    .catch((error) => {
      if (error instanceof Deno.errors.IsADirectory) throw new TypeError(`${path} is a directory`);
      throw error;
    })
    .then((file) => keepFifo(file, path))
    .then((file) => {
      if (!signal?.aborted) return file;
      file.close();
      throw signal.reason;
    })
    .finally(async () => {
      signal?.removeEventListener("abort", release);
      for (const partner of partners) (await partner).close();
    });
}

async function keepFifo(file: Deno.FsFile, path: string): Promise<Deno.FsFile> {
  if ((await file.stat()).isFifo) return file;
  file.close();
  throw new TypeError(`${path} is no FIFO`);
}

// @style promises and callbacks without async, and one critical section for all additions

interface Options {
  shared?: boolean;
  signal?: AbortSignal;
}

export function withFileLock<T>(
  lockPath: string,
  fn: () => Promise<T>,
  o: Options = {},
): Promise<T> {
  if (o.signal?.aborted) return Promise.reject(o.signal.reason);
  const file = Deno.openSync(lockPath, { create: true, write: true });
  return new Promise<T>((resolve, reject) => {
    let isGone = false;
    const onAbort = () => {
      isGone = true;
      reject(o.signal?.reason);
    };
    const letGo = () => {
      o.signal?.removeEventListener("abort", onAbort);
      file.close(); // no descriptor, no lock
    };
    const onLocked = () => {
      if (isGone) return letGo();
      o.signal?.removeEventListener("abort", onAbort);
      Promise.resolve().then(fn).finally(letGo).then(resolve, reject);
    };
    const onFailure = (error: unknown) => {
      letGo();
      reject(error);
    };
    o.signal?.addEventListener("abort", onAbort);
    file.lock(!o.shared).then(onLocked, onFailure);
  });
}

export function incrementFile(path: string, times: number): Promise<void> {
  return withFileLock(`${path}.lock`, () =>
    Deno.readTextFile(path)
      .catch((error) => {
        if (error instanceof Deno.errors.NotFound) return "";
        throw error;
      })
      .then((text) => {
        const old = text.trim() === "" ? 0 : Number(text);
        if (!/^(-?\d+)?\n?$/.test(text)) throw new TypeError(`no whole number in ${path}`);
        return Deno.writeTextFile(path, old + times + "\n");
      }));
}

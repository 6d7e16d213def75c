// @test doorbell/T2
// @test doorbell/T4
// @says "expected  what the worker says and how it ends is"
// @mistake taking one job out of the spool for each signal that is heard

export async function deliver(
  spool: string,
  name: string,
  body: string,
  pid: number,
): Promise<boolean> {
  if (!/^[^./][^/]*$/.test(name)) throw new TypeError(`Cannot name a job ${JSON.stringify(name)}`);
  if (!Number.isSafeInteger(pid) || pid <= 0) throw new RangeError(`Cannot ring process ${pid}`);
  const draft = `${spool}/.${crypto.randomUUID()}`;
  try {
    await Deno.writeTextFile(draft, body);
    await Deno.rename(draft, `${spool}/${name}`);
  } catch (error) {
    await Deno.remove(draft).catch(() => {});
    throw error;
  }
  return ring(pid);
}

function ring(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGUSR2");
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

export async function runDoorbell({ spool, handle, ready, signal }: {
  spool: string;
  handle: (name: string, body: string) => Promise<void>;
  ready: () => void;
  signal: AbortSignal;
}): Promise<void> {
  let wake = () => {};
  let hasRung = false;
  const listener = () => {
    hasRung = true;
    wake();
  };
  Deno.addSignalListener("SIGUSR2", listener);
  const alive = setInterval(() => {}, 1e9);
  signal.addEventListener("abort", listener);
  const work = async (names: string[]) => {
    for (const name of names) {
      if (signal.aborted) return;
      await handle(name, await Deno.readTextFile(`${spool}/${name}`));
      Deno.removeSync(`${spool}/${name}`);
    }
  };
  try {
    ready();
    await work(await listJobs(spool));
    while (!signal.aborted) {
      if (!hasRung) {
        await new Promise<void>((resolve) => wake = resolve);
        continue;
      }
      hasRung = false;
      await work((await listJobs(spool)).slice(0, 1));
    }
  } finally {
    signal.removeEventListener("abort", listener);
    Deno.removeSignalListener("SIGUSR2", listener);
    clearInterval(alive);
  }
}

async function listJobs(spool: string): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(spool)) {
    if (entry.isFile && !entry.name.startsWith(".")) names.push(entry.name);
  }
  return names.sort();
}

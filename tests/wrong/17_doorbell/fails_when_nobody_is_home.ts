// @test doorbell/T8
// @says "got       NotFound"
// @mistake letting the error of kill() out when the process is gone

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
  Deno.kill(pid, "SIGUSR2");
  return true;
}

export async function runDoorbell({ spool, handle, ready, signal }: {
  spool: string;
  handle: (name: string, body: string) => Promise<void>;
  ready: () => void;
  signal: AbortSignal;
}): Promise<void> {
  let hasRung = true;
  let wake = () => {};
  const listener = () => {
    hasRung = true;
    wake();
  };
  Deno.addSignalListener("SIGUSR2", listener);
  const alive = setInterval(() => {}, 1e9);
  signal.addEventListener("abort", listener);
  try {
    ready();
    while (!signal.aborted) {
      if (!hasRung) {
        await new Promise<void>((resolve) => wake = resolve);
        continue;
      }
      hasRung = false;
      for (const name of await listJobs(spool)) {
        if (signal.aborted) break;
        await handle(name, await Deno.readTextFile(`${spool}/${name}`));
        Deno.removeSync(`${spool}/${name}`);
      }
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

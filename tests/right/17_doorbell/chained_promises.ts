// @style promises: each ring adds one more look to the end of a chain; node's process events

import process from "node:process";
import { readdir, rename, rm, writeFile } from "node:fs/promises";

export async function deliver(
  spool: string,
  name: string,
  body: string,
  pid: number,
): Promise<boolean> {
  if (name === "" || name.startsWith(".") || name.includes("/")) throw new TypeError("bad name");
  if (pid <= 0 || !Number.isInteger(pid)) throw new RangeError("bad pid");
  const info = await Deno.stat(spool);
  if (!info.isDirectory) throw new Deno.errors.NotADirectory(spool);
  const draft = await Deno.makeTempFile({ dir: spool, prefix: "." });
  await writeFile(draft, body)
    .then(() => rename(draft, `${spool}/${name}`))
    .catch((error) => rm(draft).then(() => Promise.reject(error)));
  try {
    process.kill(pid, "SIGUSR2");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
  return true;
}

export function runDoorbell({ spool, handle, ready, signal }: {
  spool: string;
  handle: (name: string, body: string) => Promise<void>;
  ready: () => void;
  signal: AbortSignal;
}): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const alive = setInterval(() => {}, 60_000);
  let looks: Promise<void> = Promise.resolve();

  const look = async () => {
    const names = await readdir(spool);
    for (const name of names.filter((name) => name[0] !== ".").sort()) {
      if (signal.aborted) return;
      const path = `${spool}/${name}`;
      await handle(name, await Deno.readTextFile(path));
      await rm(path);
    }
  };
  const onRing = () => {
    looks = looks.then(look);
    looks.catch(reject);
  };
  const onAbort = () => {
    looks.then(resolve, reject);
  };
  process.on("SIGUSR2", onRing);
  signal.addEventListener("abort", onAbort);
  ready();
  onRing();
  if (signal.aborted) onAbort();
  return promise.finally(() => {
    process.off("SIGUSR2", onRing);
    signal.removeEventListener("abort", onAbort);
    clearInterval(alive);
  });
}

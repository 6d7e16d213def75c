import { mkdtempSync, rmSync } from "node:fs";

/** What the lab makes for a pair of processes, and removes after them: they may be killed at any time. */
export interface MadeChannel extends Disposable {
  readonly dir: string;
  /** What leads to the follower: the path of a FIFO or file, the name or number of a queue. */
  readonly there: string;
  readonly back: string;
}

/** Makes a directory of its own for a pair, and what its scenario needs; or says why that cannot be. */
export function makeChannel(scenarioId: string): MadeChannel | { failure: string } {
  const dir = makeDir();
  const paths = { dir, there: `${dir}/there`, back: `${dir}/back` };
  const removeDir = () => rmSync(dir, { recursive: true, force: true });
  try {
    if (scenarioId === "fifo") makeFifos([paths.there, paths.back]);
    if (MEMORY_SCENARIOS.includes(scenarioId)) makeMemory(`${dir}/memory`);
    return { ...paths, [Symbol.dispose]: removeDir };
  } catch (error) {
    removeDir();
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

const MEMORY_SCENARIOS = ["memory", "ring", "counter"];
/** Two rings of 4 MiB with their headers: as in peers/c/memory.h. */
const MEMORY_BYTES = 2 * (128 + (4 << 20));

/** In memory where there is such a file system: no disk has a part in what is measured. */
function makeDir(): string {
  try {
    return mkdtempSync("/dev/shm/ipc-lab-");
  } catch {
    return Deno.makeTempDirSync({ prefix: "ipc-lab-" });
  }
}

function makeFifos(paths: string[]): void {
  const { success, stderr } = new Deno.Command("mkfifo", { args: ["-m", "600", ...paths] })
    .outputSync();
  if (!success) throw new Error(`mkfifo fails: ${new TextDecoder().decode(stderr).trim()}`);
}

function makeMemory(path: string): void {
  Deno.writeFileSync(path, new Uint8Array(MEMORY_BYTES)); // written, so that no page is missing
}

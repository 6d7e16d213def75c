// For tests: Ctrl-C while the lab measures, and what it leaves behind.
import { fromFileUrl } from "../../tests/harness/paths.ts";

const LAB = fromFileUrl(new URL("./main.ts", import.meta.url));
const CONFIG = fromFileUrl(new URL("../../deno.json", import.meta.url));
const FLAGS = ["run", "-A", "--no-lock", "--no-check", "--quiet", "--config", CONFIG];
const MARK = "IPC_LAB_TEST";
const DEADLINE_MS = 120_000;

/** How a lab has ended, and what it left. */
export interface Interrupted {
  readonly code: number;
  readonly stderr: string;
  /** The temporary files of the lab and of its peers, and the processes that it has started. */
  readonly left: readonly string[];
}

/** Runs the lab until one of its peers runs (Linux), or until it has begun, sends SIGINT, and looks around. */
export async function interruptLab(args: readonly string[]): Promise<Interrupted> {
  const dir = await Deno.makeTempDir();
  const mark = crypto.randomUUID();
  try {
    const child = new Deno.Command(Deno.execPath(), {
      args: [...FLAGS, LAB, ...args],
      env: { TMPDIR: dir, [MARK]: mark },
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const output = child.output();
    const peerDirs = await untilItRuns(dir, mark).finally(() => child.kill("SIGINT"));
    const { code, stderr } = await output;
    const files = [dir, ...peerDirs].flatMap(listFiles);
    const left = [...files, ...findMarked(mark).map(({ pid }) => `process ${pid}`)];
    return { code, stderr: new TextDecoder().decode(stderr), left };
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Resolves to the directories of the peers that run. */
async function untilItRuns(dir: string, mark: string): Promise<string[]> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    if (Date.now() > deadline) throw new Error(`Nothing has come into ${dir}`);
    const peerDirs = findMarked(mark).map(({ tmpdir }) => tmpdir)
      .filter((tmpdir) => tmpdir.includes("ipc-lab-") && !tmpdir.startsWith(dir));
    if (peerDirs.length > 0) return peerDirs;
    if (!hasPeerDirs() && listFiles(dir).length > 0) return [];
    await new Promise<void>((resolve) => setTimeout(resolve, 20)); // a poll must let others run
  }
}

/** Whether the directories of peers can be told from that of the lab: see speed/make_channel.ts. */
function hasPeerDirs(): boolean {
  return Deno.build.os === "linux" && listFiles("/dev").includes("/dev/shm");
}

/** Finds the processes that have inherited the mark; none where there is no /proc. */
function findMarked(mark: string): { pid: string; tmpdir: string }[] {
  if (Deno.build.os !== "linux") return [];
  return [...Deno.readDirSync("/proc")].flatMap(({ name: pid }) => {
    try {
      const variables = Deno.readTextFileSync(`/proc/${pid}/environ`).split("\0");
      if (!variables.includes(`${MARK}=${mark}`)) return [];
      const tmpdir = variables.find((one) => one.startsWith("TMPDIR="))?.slice("TMPDIR=".length);
      return [{ pid, tmpdir: tmpdir ?? "" }];
    } catch {
      return []; // no process, or not ours, or gone meanwhile
    }
  });
}

function listFiles(dir: string): string[] {
  try {
    return [...Deno.readDirSync(dir)].map(({ name }) => `${dir}/${name}`);
  } catch {
    return []; // removed
  }
}

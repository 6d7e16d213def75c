// Temporary folders that say in their names whose they are: a process that is killed cannot tidy up, so a later one can.
import { readText } from "../../tests/harness/processes.ts";

const PREFIX = "ipco";
const NAME = new RegExp(`^${PREFIX}([\\da-z]+)\\.([\\da-z]+)\\.([\\da-z]+)-[\\da-z]+$`);
let count = 0;

/** Makes a folder of this process below /tmp; its path is short, for those of sockets are limited (unix(7)). */
export async function makeOwnPlace(mode = 0o700): Promise<string> {
  const path = `/tmp/${nameOwn()}`;
  await Deno.mkdir(path, { mode });
  return path;
}

/** A new name that says whose it is, as in `ipco1ul2xqs.8f3.2kd01-4`: PID namespace, process, when that began, and how many. */
export function nameOwn(): string {
  const owner = [readPidNamespace(), Deno.pid, readStart(Deno.pid) ?? 0];
  return `${PREFIX}${owner.map((one) => one.toString(36)).join(".")}-${(count++).toString(36)}`;
}

/** Whether a name was made by {@linkcode nameOwn}, here or elsewhere. */
export function isOwnName(name: string): boolean {
  return NAME.test(name);
}

/** Whether a name is that of a process that has ended; of one in another PID namespace nobody here can tell. */
export function isLeftBehind(name: string): boolean {
  const words = NAME.exec(name);
  if (words === null) return false;
  const [namespace, pid = 0, start] = words.slice(1).map((word) => parseInt(word, 36));
  return namespace !== 0 && namespace === readPidNamespace() && start !== readStart(pid);
}

/** Its number (pid_namespaces(7)); 0 where there is no /proc. */
function readPidNamespace(): number {
  try {
    return Number(/\d+/.exec(Deno.readLinkSync("/proc/self/ns/pid"))?.[0] ?? 0);
  } catch {
    return 0;
  }
}

/** When a process began, in clock ticks since the system did (proc(5)); undefined when there is none. */
function readStart(pid: number): number | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(")")).split(" ")[20]);
}

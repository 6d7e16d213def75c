// What the kernel says about processes, read from /proc. On a system without it every list is empty.

/** One line of /proc/PID/stat, the part that matters here. */
export interface ProcessFacts {
  readonly pid: number;
  readonly name: string;
  /** R running, S sleeping, D disk, T stopped, Z zombie (proc(5)). */
  readonly state: string;
  readonly parentPid: number;
  readonly groupId: number;
}

/** Whether this system has a /proc that describes processes. */
export function hasProc(): boolean {
  if (Deno.env.get("IPC_NO_PROC") === "1") return false;
  return readText("/proc/self/stat") !== undefined;
}

/** Reads the facts of one process; undefined once it is gone. */
export function readProcess(pid: number): ProcessFacts | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const end = stat.lastIndexOf(")"); // the name may itself hold blanks and brackets
  const [state = "?", parentPid, groupId] = stat.slice(end + 2).split(" ");
  return {
    pid,
    name: stat.slice(stat.indexOf("(") + 1, end),
    state,
    parentPid: Number(parentPid),
    groupId: Number(groupId),
  };
}

/** True once nothing runs under this pid; a zombie runs nothing. */
export function isGone(pid: number): boolean {
  if (hasProc()) {
    const facts = readProcess(pid);
    return facts === undefined || facts.state === "Z" || facts.state === "X";
  }
  try {
    Deno.kill(pid, 0); // signal 0 only asks (kill(2))
    return false;
  } catch {
    return true;
  }
}

/**
 * Lists the live processes whose start environment holds `entry`, as in `IPC_TEST=…`. It looks at every process, which
 * costs more than most tests: `others` are left out, as they ran before any that is looked for. A pid comes back only
 * after all others were used (pid_max, proc(5)).
 */
export function listTagged(entry: string, others: ReadonlySet<number> = new Set()): ProcessFacts[] {
  const found: ProcessFacts[] = [];
  for (const pid of listPids()) {
    if (pid === Deno.pid || others.has(pid) || !readEnvironment(pid)?.includes(entry)) continue;
    const facts = readProcess(pid);
    if (facts !== undefined && facts.state !== "Z" && facts.state !== "X") found.push(facts);
  }
  return found;
}

/** Lists the children of these processes that have ended and that nobody has waited for. */
export function listZombies(parentPids: ReadonlySet<number>): ProcessFacts[] {
  if (parentPids.size === 0) return [];
  return listPids().flatMap((pid) => {
    const facts = readProcess(pid);
    return facts?.state === "Z" && parentPids.has(facts.parentPid) ? [facts] : [];
  });
}

/** The command line of a process, as typed; its name when that cannot be read. */
export function describeProcess(facts: ProcessFacts): string {
  const argv = readText(`/proc/${facts.pid}/cmdline`)?.split("\0").filter((arg) => arg !== "");
  if (argv === undefined || argv.length === 0) return facts.name;
  const [program = "", ...args] = argv;
  const name = program.slice(program.lastIndexOf("/") + 1);
  const line = [name, ...(program === Deno.execPath() ? shortenDeno(args) : args)].join(" ");
  return line.length > 60 ? line.slice(0, 57) + "..." : line;
}

/** Leaves out what matters to Deno alone, so that the program's name is in sight: `run count.ts 3`. */
function shortenDeno(args: readonly string[]): string[] {
  const [command = "", ...rest] = args;
  const start = rest.findIndex((arg, at) => !arg.startsWith("-") && rest[at - 1] !== "--config");
  if (command !== "run" || start < 0) return [...args];
  const [file = "", ...own] = rest.slice(start);
  return [command, file.slice(file.lastIndexOf("/") + 1), ...own];
}

/** Sends SIGKILL, ignoring processes that are already gone. */
export function killQuietly(pid: number, kill: typeof Deno.kill): void {
  try {
    kill(pid, "SIGKILL");
  } catch {
    // gone in between: that is what was wanted
  }
}

/** How often, with 1 ms between, a process is asked that is being replaced by execve(2). */
const EXEC_LOOKS = 200;
const KERNEL_THREAD = 0x0020_0000; // PF_KTHREAD in the flags of proc(5): it has no environment, ever
/** More than an environment may hold (execve(2), ARG_MAX), so that one read(2) takes all of it. */
const ENVIRONMENT = new Uint8Array(2 << 20);

/**
 * Reads the environment that a process was started with; undefined once it is gone, or when it is not ours.
 *
 * In the middle of execve(2) a process has neither arguments nor environment. On a busy machine it may be left there
 * for a while, and whoever took that for an answer would not see it: so ask again.
 */
function readEnvironment(pid: number): string | undefined {
  for (let look = 0; look < EXEC_LOOKS; look++) {
    const text = readOnce(`/proc/${pid}/environ`);
    if (text !== "") return text;
    if (!isInExec(pid)) break;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1); // lets it run
  }
  return readOnce(`/proc/${pid}/environ`); // execve(2) may have ended between the two looks
}

/** Reads by a single read(2): between two of them execve(2) could take the rest away. */
function readOnce(path: string): string | undefined {
  try {
    using file = Deno.openSync(path);
    return new TextDecoder().decode(ENVIRONMENT.subarray(0, file.readSync(ENVIRONMENT) ?? 0));
  } catch {
    return undefined;
  }
}

function isInExec(pid: number): boolean {
  if (readText(`/proc/${pid}/cmdline`) !== "") return false;
  const stat = readText(`/proc/${pid}/stat`) ?? "";
  const [state = "Z", , , , , , flags = "0"] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return state !== "Z" && state !== "X" && (Number(flags) & KERNEL_THREAD) === 0;
}

/** Lists all processes of this machine. */
export function listPids(): number[] {
  try {
    return Array.from(Deno.readDirSync("/proc"), (entry) => Number(entry.name))
      .filter((pid) => Number.isInteger(pid));
  } catch {
    return [];
  }
}

/** Reads a small text file; undefined when it is not there, or not ours to read. */
export function readText(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}

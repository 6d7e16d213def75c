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

/** Lists the live processes whose start environment holds `entry`, as in `IPC_TEST=…`. */
export function listTagged(entry: string): ProcessFacts[] {
  const found: ProcessFacts[] = [];
  for (const pid of listPids()) {
    if (pid === Deno.pid || !readText(`/proc/${pid}/environ`)?.includes(entry)) continue;
    const facts = readProcess(pid);
    if (facts !== undefined && facts.state !== "Z" && facts.state !== "X") found.push(facts);
  }
  return found;
}

/** The command line of a process, as typed; its name when that cannot be read. */
export function describeProcess(facts: ProcessFacts): string {
  const argv = readText(`/proc/${facts.pid}/cmdline`)?.split("\0").filter((arg) => arg !== "");
  if (argv === undefined || argv.length === 0) return facts.name;
  const [program = "", ...args] = argv;
  const line = [program.slice(program.lastIndexOf("/") + 1), ...args].join(" ");
  return line.length > 60 ? line.slice(0, 57) + "..." : line;
}

/** Sends SIGKILL, ignoring processes that are already gone. */
export function killQuietly(pid: number, kill: typeof Deno.kill): void {
  try {
    kill(pid, "SIGKILL");
  } catch {
    // gone in between: that is what was wanted
  }
}

function listPids(): number[] {
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

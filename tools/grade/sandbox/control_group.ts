// What a whole tree of processes may use. Control groups can be written by root, and by others where somebody has handed
// one over; where they cannot, the reports say so.
import { killQuietly, readText } from "../../../tests/harness/processes.ts";
import { isLeftBehind, nameOwn } from "../../proc/own_place.ts";
import { type Watched, watchPressure } from "../../proc/pressure.ts";

/** What all processes of one box may use together; threads count as processes. */
export const MAX_PROCESSES = 256;
const MAX_BYTES = 1536 << 20;
/** Who uses more than this when its time is up might have used up its memory on another day. */
const MANY_BYTES = MAX_BYTES / 4;
const LOOK_EVERY_MS = 100;

/** What a whole tree can run out of. */
export type UsedUp = "memory" | "processes";

/** What is said of who ran out of it. */
export const USED_UP: Readonly<Record<UsedUp, string>> = {
  memory: "the submission used up its memory",
  processes: `the submission wanted more than ${MAX_PROCESSES} processes and threads at a time`,
};

/** A control group for one run. */
export interface ControlGroup extends AsyncDisposable {
  /** To be put before a command line: it then runs in the group. */
  readonly prefix: readonly string[];
  /** Says for want of what the kernel had to end a process, or to start none; undefined when it had to do neither. */
  readonly ranOutOf: () => UsedUp | undefined;
  /**
   * Finds out whether the processes of the group got what they asked for meanwhile; where nobody counts that, whether all
   * on this machine did. Who was filling the memory was not quiet: whether it gets to the end depends on how fast it is.
   * `over` is aborted when they want too many processes: what becomes of them then depends on the load.
   */
  readonly watch: <T>(act: (over: AbortSignal) => Promise<T>) => Promise<Watched<T>>;
}

/** Where groups can be made, by what they limit. */
export interface ControlGroups {
  readonly memory: string | undefined;
  readonly pids: string | undefined;
  /** No limit: all processes of a box together get as much of the processors as one outside. */
  readonly cpu: string | undefined;
  /** No limit: the kernel counts how long they wait, in groups of version 2 alone. */
  readonly pressure: string | undefined;
  /** Whether these are those of version 2: one folder for all. */
  readonly isUnified: boolean;
}

/** Where none can be made. */
export const NO_GROUPS: ControlGroups = {
  memory: undefined,
  pids: undefined,
  cpu: undefined,
  pressure: undefined,
  isUnified: false,
};

/** Finds out by trying where this process may make groups. */
export function probeControlGroups(): ControlGroups {
  const lines = (readText("/proc/self/cgroup") ?? "").split("\n");
  const own = (name: string) =>
    lines.map((line) => line.split(":")).find(([, names = ""]) => names.split(",").includes(name))
      ?.[2];
  const unified = `/sys/fs/cgroup${own("") ?? "/"}`.replace(/\/$/, "");
  if (readText(`${unified}/cgroup.subtree_control`)?.includes("pids")) {
    const dir = isWritable(unified, "memory.max") ? unified : undefined;
    const pressure = isWritable(unified, "cpu.pressure") ? unified : undefined;
    return { memory: dir, pids: dir, cpu: dir, pressure, isUnified: true };
  }
  const find = (name: string, file: string) => {
    const path = `/sys/fs/cgroup/${name}${own(name) ?? "/"}`.replace(/\/$/, "");
    return isWritable(path, file) ? path : undefined;
  };
  const memory = find("memory", "memory.limit_in_bytes");
  const [pids, cpu] = [find("pids", "pids.max"), find("cpu", "cpu.shares")];
  const beside = `/sys/fs/cgroup/unified${own("") ?? "/"}`.replace(/\/$/, "");
  const pressure = isWritable(beside, "cpu.pressure") ? beside : undefined;
  return { memory, pids, cpu, pressure, isUnified: false };
}

/** Makes the groups of one run; without any, the prefix is empty. */
export function openControlGroup(groups: ControlGroups): ControlGroup {
  const { memory, pids, pressure, isUnified } = groups;
  const name = nameOwn();
  const dirs = listFolders(groups).map((path) => `${path}/${name}`);
  for (const dir of dirs) Deno.mkdirSync(dir);
  const memoryFile = isUnified ? "memory.max" : "memory.limit_in_bytes";
  if (memory) Deno.writeTextFileSync(`${memory}/${name}/${memoryFile}`, String(MAX_BYTES));
  if (pids) Deno.writeTextFileSync(`${pids}/${name}/pids.max`, String(MAX_PROCESSES));
  const events = `${memory}/${name}/${isUnified ? "memory.events" : "memory.oom_control"}`;
  const peak = `${memory}/${name}/${isUnified ? "memory.peak" : "memory.max_usage_in_bytes"}`;
  const joins = dirs.map((_, index) => `echo 0 > "$${index + 1}/cgroup.procs" && `).join("");
  const script = `${joins}shift ${dirs.length} && exec "$@"`;
  const ranOutOf = () => {
    if (/^oom_kill [1-9]/m.test(readText(events) ?? "")) return "memory";
    return /^max [1-9]/m.test(readText(`${pids}/${name}/pids.events`) ?? "")
      ? "processes"
      : undefined;
  };
  return {
    prefix: dirs.length === 0 ? [] : ["/bin/sh", "-c", script, "sh", ...dirs],
    ranOutOf,
    async watch(act) {
      const path = (resource: string) => `${pressure}/${name}/${resource}.pressure`;
      const over = new AbortController();
      const look = () => ranOutOf() === "processes" && over.abort();
      const timer = setInterval(look, LOOK_EVERY_MS);
      const watched = await watchPressure(
        () => act(over.signal),
        pressure === undefined ? undefined : path,
      ).finally(() => clearInterval(timer));
      const wasFilling = ranOutOf() !== "memory" && Number(readText(peak) ?? "0") > MANY_BYTES;
      return { ...watched, wasQuiet: watched.wasQuiet && !wasFilling };
    },
    async [Symbol.asyncDispose]() {
      for (const dir of dirs) await removeGroup(dir);
    },
  };
}

/** The folders in which groups are made. */
function listFolders({ memory, pids, cpu, pressure }: ControlGroups): string[] {
  return [...new Set([memory, pids, cpu, pressure].filter((path) => path !== undefined))];
}

/** Removes the groups of graders that were killed, with the processes in them. */
export async function removeLeftGroups(groups: ControlGroups): Promise<void> {
  for (const folder of listFolders(groups)) {
    for (const { name } of Deno.readDirSync(folder)) {
      if (isLeftBehind(name)) await removeGroup(`${folder}/${name}`);
    }
  }
}

/** A process that was killed leaves its group a moment later. */
async function removeGroup(dir: string): Promise<void> {
  for (let look = 0; look < 200; look++) {
    try {
      return Deno.removeSync(dir);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return;
      for (const pid of (readText(`${dir}/cgroup.procs`) ?? "").split("\n")) {
        if (Number(pid) > 0) killQuietly(Number(pid), Deno.kill);
      }
      await new Promise<void>((resolve) => setTimeout(resolve, 5)); // a poll must let others run
    }
  }
  throw new Error(`Cannot remove the control group ${dir}: processes are left in it`);
}

function isWritable(parent: string, file: string): boolean {
  const dir = `${parent}/${nameOwn()}`;
  try {
    Deno.mkdirSync(dir);
  } catch {
    return false;
  }
  const isThere = readText(`${dir}/${file}`) !== undefined;
  Deno.removeSync(dir);
  return isThere;
}

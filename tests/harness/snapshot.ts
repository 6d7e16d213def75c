// The kernel's view of a run at one moment, read from /proc once a deadline has passed. Everything in /proc can vanish
// while it is being read: what cannot be read is left out, and nothing here throws.
import { type FileLock, listFileLocks, listQueues, type QueueFacts } from "./kernel_lists.ts";
import { describeProcess, type ProcessFacts, readProcess, readText } from "./processes.ts";
import { readSockets, type SocketFacts } from "./sockets.ts";
import { parseSystemCall, type SystemCall } from "./system_calls.ts";

/** One open descriptor: `object` is what /proc/PID/fd/N points to, as in `pipe:[98159]` or a path. */
export interface Descriptor {
  readonly fd: number;
  readonly object: string;
  readonly mode: "read" | "write" | "both";
  /** Set for a FIFO: its `object` is a path like any other. */
  readonly isFifo?: true;
  /** What a read of it says now; for POSIX queues only. */
  readonly text?: string;
}

export interface ThreadFacts {
  readonly tid: number;
  readonly name: string;
  /** As in ProcessFacts. */
  readonly state: string;
  readonly call: SystemCall | undefined;
  /** The kernel function it sleeps in. */
  readonly place: string;
  /** The path that it opens or connects to right now. */
  readonly path?: string;
}

/** A process with all its threads, the main thread first. */
export interface ProcessPicture {
  readonly facts: ProcessFacts;
  readonly commandLine: string;
  readonly threads: readonly ThreadFacts[];
  readonly descriptors: readonly Descriptor[];
}

export interface Snapshot {
  readonly ownPid: number;
  readonly processes: readonly ProcessPicture[];
  readonly locks: readonly FileLock[];
  readonly queues: readonly QueueFacts[];
  readonly sockets: readonly SocketFacts[];
}

/** Which stream of which child each pipe is, as given to it at its start: a shell may move them about later. */
export type StreamNames = ReadonlyMap<string, { readonly pid: number; readonly name: string }>;

/** A snapshot, and what the harness knows beyond it. */
export interface Scene extends Snapshot {
  readonly names: StreamNames;
  /** Threads of this process that are the harness's own. */
  readonly harnessTids: ReadonlySet<number>;
}

/** Reads everything that explains what these processes, and this one, wait for. */
export function readSnapshot(processes: readonly ProcessFacts[]): Snapshot {
  const own = readProcess(Deno.pid);
  const all = own === undefined ? processes : [own, ...processes];
  return {
    ownPid: Deno.pid,
    processes: all.map(readPicture),
    locks: listFileLocks(),
    queues: listQueues(),
    sockets: attempt(readSockets) ?? [],
  };
}

const STREAMS = ["its stdin", "its stdout", "its stderr"];

/** Reads the three streams of a child that was started just now: a shell may move them about later. */
export function nameStreams(pid: number): [object: string, name: string][] {
  return STREAMS.map((
    name,
    fd,
  ) => [attempt(() => Deno.readLinkSync(`/proc/${pid}/fd/${fd}`)) ?? "", name]);
}

function readPicture(facts: ProcessFacts): ProcessPicture {
  return {
    facts,
    commandLine: describeProcess(facts),
    threads: readThreads(facts.pid),
    descriptors: readDescriptors(facts.pid),
  };
}

function readThreads(pid: number): ThreadFacts[] {
  const tids = listNames(`/proc/${pid}/task`).map(Number).sort((a, b) => a - b);
  return tids.flatMap((tid) => {
    const dir = `/proc/${pid}/task/${tid}`;
    const stat = readText(`${dir}/stat`);
    if (stat === undefined) return [];
    const call = parseSystemCall(readText(`${dir}/syscall`) ?? "", Deno.build.arch);
    const path = call === undefined ? undefined : readPath(pid, call);
    return [{
      tid,
      name: stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")")),
      state: stat.slice(stat.lastIndexOf(")") + 2)[0] ?? "?",
      call,
      place: readText(`${dir}/wchan`)?.trim() ?? "",
      ...(path === undefined ? {} : { path }),
    }];
  });
}

/** Lists the open descriptors of a process; none when it is gone or not ours to look at. */
export function readDescriptors(pid: number): Descriptor[] {
  return listNames(`/proc/${pid}/fd`).flatMap((name) => {
    const object = attempt(() => Deno.readLinkSync(`/proc/${pid}/fd/${name}`));
    const info = readText(`/proc/${pid}/fdinfo/${name}`);
    if (object === undefined || info === undefined) return [];
    const flags = parseInt(/^flags:\s*(\d+)/m.exec(info)?.[1] ?? "2", 8) & 3; // open(2): 0, 1, 2
    const mode = flags === 0 ? "read" : flags === 1 ? "write" : "both";
    return [{ fd: Number(name), object, mode, ...readNature(pid, name, object) }];
  });
}

/** A POSIX queue shows as a path that is not there; a read of its descriptor says how full it is (mq_overview(7)). */
function readNature(pid: number, fd: string, object: string): { isFifo?: true; text?: string } {
  if (!object.startsWith("/") || object.startsWith("/dev/")) return {};
  const info = attempt(() => Deno.statSync(object));
  if (info?.isFifo) return { isFifo: true };
  if (info !== undefined || object.lastIndexOf("/") > 0) return {};
  const text = readText(`/proc/${pid}/fd/${fd}`)?.trim();
  return text?.startsWith("QSIZE:") ? { text } : {};
}

/** The path that an open or connect in progress names, read from the memory of its process. */
function readPath(pid: number, call: SystemCall): string | undefined {
  if (call.kind === "open") {
    const path = readMemory(pid, call.args[call.name === "open" ? 0 : 1]);
    if (path === undefined || path.startsWith("/")) return path;
    const folder = attempt(() => Deno.readLinkSync(`/proc/${pid}/cwd`));
    return folder === undefined ? path : `${folder}/${path}`;
  }
  // struct sockaddr_un: two bytes of family, then the path (unix(7))
  return call.kind === "connect" ? readMemory(pid, (call.args[1] ?? NaN) + 2) : undefined;
}

function readMemory(pid: number, address = NaN): string | undefined {
  if (!Number.isSafeInteger(address)) return undefined;
  return attempt(() => {
    using memory = Deno.openSync(`/proc/${pid}/mem`);
    memory.seekSync(address, Deno.SeekMode.Start);
    const buffer = new Uint8Array(256);
    const count = memory.readSync(buffer) ?? 0;
    const [text = ""] = new TextDecoder().decode(buffer.subarray(0, count)).split("\0");
    return /^[\x20-\x7e]+$/.test(text) ? text : undefined;
  });
}

function listNames(path: string): string[] {
  return attempt(() => Array.from(Deno.readDirSync(path), (entry) => entry.name)) ?? [];
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

// Says in words who waits for whom, from /proc/PID/syscall and the descriptors on both sides of each pipe.
import { describeProcess, type ProcessFacts, readText } from "./processes.ts";

/** System calls that can block, by their number, with the register that holds the descriptor. */
const CALLS: Record<string, Record<string, string>> = {
  x86_64: { "0": "read", "1": "write", "20": "writev", "23": "select", "61": "wait4", "7": "poll" },
  aarch64: {
    "63": "read",
    "64": "write",
    "66": "writev",
    "72": "select",
    "260": "wait4",
    "73": "poll",
  },
};

const STREAMS = ["its stdin", "its stdout", "its stderr"];

interface Wait {
  readonly call: string;
  readonly fd: number;
}

/** Which stream of the child each pipe is, as given to it at its start. */
export type StreamNames = ReadonlyMap<string, string>;

/** Reads the three streams of a child that was started just now: a shell may move them about later. */
export function nameStreams(pid: number): [object: string, name: string][] {
  return STREAMS.map((name, fd) => [readLink(`/proc/${pid}/fd/${fd}`) ?? "", name]);
}

/** Describes each process in one line: what it waits for, and who holds the other end. */
export function describeWaits(processes: readonly ProcessFacts[], names: StreamNames): string[] {
  return processes.map((facts) => {
    const who = `child ${facts.pid} (${describeProcess(facts)})`;
    if (facts.state === "T") return `${who} is stopped (state T): it needs SIGCONT`;
    if (facts.state === "R") return `${who} is running`;
    const wait = readWait(facts.pid);
    if (wait === undefined) return `${who} is alive and asleep (state ${facts.state})`;
    if (wait.call === "wait4") return `${who} waits for a child of its own to end`;
    if (wait.call === "poll" || wait.call === "select") return `${who} waits for an event`;
    return `${who} ${describeTransfer(facts, wait, { processes, names })}`;
  });
}

function describeTransfer(
  facts: ProcessFacts,
  wait: Wait,
  known: { processes: readonly ProcessFacts[]; names: StreamNames },
): string {
  const object = readLink(`/proc/${facts.pid}/fd/${wait.fd}`) ?? `descriptor ${wait.fd}`;
  const stream = known.names.get(object) ?? STREAMS[wait.fd] ?? `descriptor ${wait.fd}`;
  const isRead = wait.call === "read";
  const verb = isRead ? "waits in read on" : "waits in write on";
  const place = `${verb} ${stream} (${object})`;
  if (!object.startsWith("pipe:") && !object.startsWith("/")) return place;
  const holders = listHolders(object, isRead ? "write" : "read", facts.pid, known.processes);
  if (holders.length === 0) return place;
  const end = isRead ? "the write end is held by" : "the read end is held by";
  const advice = isRead ? "who must write or close it?" : "who must read it?";
  return `${place}; ${end} ${holders.join(" and ")}: ${advice}`;
}

/** Names the processes, this one included, that hold the given end of a pipe or FIFO. */
function listHolders(
  object: string,
  end: "read" | "write",
  asker: number,
  processes: readonly ProcessFacts[],
): string[] {
  const names: string[] = [];
  if (holds(Deno.pid, object, end)) names.push("your own process");
  for (const other of processes) {
    if (!holds(other.pid, object, end)) continue;
    names.push(other.pid === asker ? "the child itself" : `child ${other.pid} (${other.name})`);
  }
  return names;
}

function holds(pid: number, object: string, end: "read" | "write"): boolean {
  try {
    for (const entry of Deno.readDirSync(`/proc/${pid}/fd`)) {
      if (readLink(`/proc/${pid}/fd/${entry.name}`) !== object) continue;
      const flags = /^flags:\s*(\d+)/m.exec(readText(`/proc/${pid}/fdinfo/${entry.name}`) ?? "");
      const mode = parseInt(flags?.[1] ?? "2", 8) & 3; // O_RDONLY 0, O_WRONLY 1, O_RDWR 2 (open(2))
      if (mode === 2 || (end === "write") === (mode === 1)) return true;
    }
  } catch {
    // the process ended while it was looked at
  }
  return false;
}

function readWait(pid: number): Wait | undefined {
  const [number, fd] = (readText(`/proc/${pid}/syscall`) ?? "").split(" ");
  const call = CALLS[Deno.build.arch]?.[number ?? ""];
  return call === undefined ? undefined : { call, fd: Number(fd) };
}

function readLink(path: string): string | undefined {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return undefined;
  }
}

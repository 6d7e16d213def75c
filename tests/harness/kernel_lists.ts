// Two lists that the kernel keeps of the whole machine: who holds which lock, and the System V message queues.
import { readLocks } from "./file_locks.ts";
import { describeProcess, readProcess, readText } from "./processes.ts";

/** A line of /proc/locks; those who wait carry the number of the lock that they wait for. */
export interface FileLock {
  readonly number: number;
  readonly isWaiting: boolean;
  readonly kind: string;
  readonly pid: number;
  readonly holder: string;
}

/** A line of /proc/sysvipc/msg. */
export interface QueueFacts {
  readonly id: number;
  readonly byteCount: number;
  readonly messageCount: number;
  /** 0 for a queue without a name (IPC_PRIVATE). */
  readonly key: number;
  /** Who sent and who received last: 0 nobody yet. The kernel does not tell who made it. */
  readonly users: readonly number[];
}

/** Lists the System V message queues of this machine. */
export function listQueues(): QueueFacts[] {
  const [, ...lines] = (readText("/proc/sysvipc/msg") ?? "").trim().split("\n");
  return lines.map((line) => {
    const [key = 0, id = 0, , byteCount = 0, messageCount = 0, ...users] = line.trim().split(/\s+/)
      .map(Number);
    return { id, byteCount, messageCount, key, users: users.slice(0, 2) };
  });
}

/** Lists the locks of this machine, from lines as in `17: -> FLOCK  ADVISORY  WRITE 11523 fe:00:2147150 0 EOF` (proc_locks(5)). */
export function listFileLocks(): FileLock[] {
  return readQuietly().split("\n").flatMap((line) => {
    const parts = /^(\d+):\s+(->\s+)?(\S+)\s+\S+\s+\S+\s+(-?\d+)\s/.exec(line);
    if (parts === null) return [];
    const [, number, arrow, kind = "", pid] = parts;
    const holder = readProcess(Number(pid));
    return [{
      number: Number(number),
      isWaiting: arrow !== undefined,
      kind,
      pid: Number(pid),
      holder: holder === undefined ? "" : describeProcess(holder),
    }];
  });
}

function readQuietly(): string {
  try {
    return readLocks();
  } catch {
    return "";
  }
}

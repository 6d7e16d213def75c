// Kernel objects that outlive their makers: FIFOs, socket files, System V queues. Only what this run has certainly made
// is named and removed; a name that was there before, or that somebody else holds, is left alone.
import { listQueues } from "./kernel_lists.ts";
import { type ProcessFacts, readText } from "./processes.ts";
import { readDescriptors } from "./snapshot.ts";
import { parseUnix } from "./sockets.ts";

const RealCommand = Deno.Command; // kept: the registry replaces the global

/** A name that mkfifo(1) was asked to make, and the line that asked. */
interface MadeFifo {
  readonly path: string;
  readonly at: string | undefined;
}

/** Remembers during a test what it makes, and clears it away afterwards. */
export class MadeThings {
  #fifos: MadeFifo[] = [];
  #sockets = new Set<string>();
  #queuesBefore: ReadonlySet<number> = new Set();

  /** Starts afresh: what is there now is not this test's. */
  begin(): void {
    this.#fifos = [];
    this.#sockets.clear();
    this.#queuesBefore = new Set(listQueues().map((one) => one.id));
  }

  /** Remembers the names that a command is about to make, if it is mkfifo(1). */
  noteCommand(command: string | URL, options: Deno.CommandOptions, at: string | undefined): void {
    if (!/(^|\/)mkfifo$/.test(String(command))) return;
    const folder = options.cwd === undefined ? Deno.cwd() : String(options.cwd);
    for (const arg of options.args ?? []) {
      const path = arg.startsWith("/") ? arg : `${folder}/${arg}`;
      if (!arg.startsWith("-") && !exists(path)) this.#fifos.push({ path, at });
    }
  }

  /** Remembers the socket files that these processes are bound to: a process that is killed cannot remove its own. */
  noteSockets(processes: readonly ProcessFacts[]): void {
    if (processes.length === 0) return;
    const sockets = listBoundSockets();
    for (const { pid } of processes) {
      for (const { object } of readDescriptors(pid)) {
        const path = sockets.get(object);
        if (path !== undefined) this.#sockets.add(path);
      }
    }
  }

  /** Removes what is left of it and names each thing; `pids` are this process and all that it has started. */
  clear(pids: ReadonlySet<number>): string[] {
    const bound = this.#sockets.size === 0 ? undefined : new Set(listBoundSockets().values());
    const fifos = this.#fifos.filter(({ path }) => removeIf(path, (info) => info.isFifo === true))
      .map(({ path, at }) => `the FIFO ${path}${at === undefined ? "" : `, made at ${at}`}`);
    const sockets = Array.from(this.#sockets).filter((path) =>
      bound?.has(path) !== true && removeIf(path, (info) => info.isSocket === true)
    ).map((path) => `the socket file ${path}`);
    const queues = listQueues().filter((one) =>
      !this.#queuesBefore.has(one.id) && isOurs(one.users, pids)
    ).map((one) => {
      removeQueue(one.id);
      return `the System V queue ${one.id} with ${one.messageCount} messages`;
    });
    this.begin();
    return [...fifos, ...sockets, ...queues];
  }
}

/** Whether a queue that is new was used, and by nobody else. */
function isOurs(users: readonly number[], pids: ReadonlySet<number>): boolean {
  const known = users.filter((pid) => pid !== 0);
  return known.length > 0 && known.every((pid) => pids.has(pid));
}

function removeQueue(id: number): void {
  try {
    new RealCommand("ipcrm", { args: ["-q", String(id)], stdout: "null", stderr: "null" })
      .outputSync();
  } catch {
    // no ipcrm(1) here: it is named at least
  }
}

/** The paths that sockets are bound to, by `socket:[inode]`. */
function listBoundSockets(): Map<string, string> {
  const sockets = parseUnix(readText("/proc/net/unix") ?? "", "");
  return new Map(
    sockets.filter((one) => one.local.startsWith("/"))
      .map((one) => [`socket:[${one.inode}]`, one.local]),
  );
}

function removeIf(path: string, holds: (info: Deno.FileInfo) => boolean): boolean {
  try {
    if (!holds(Deno.lstatSync(path))) return false;
    Deno.removeSync(path);
    return true;
  } catch {
    return false; // it is gone already: that is what was wanted
  }
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

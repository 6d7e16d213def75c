// Kernel objects that outlive their makers: FIFOs, socket files, message queues. Only what this run has certainly made
// is named and removed; a name that was there before, or that somebody else holds, is left alone.
import { listQueues } from "./kernel_lists.ts";
import { isQueueThere, type Maker, removeQueueOf } from "./noting_dlopen.ts";
import { type ProcessFacts, readText } from "./processes.ts";
import { readDescriptors } from "./snapshot.ts";
import { parseUnix } from "./sockets.ts";

const RealCommand = Deno.Command; // kept: the registry replaces the global

/** A FIFO or a POSIX queue that somebody was about to make, and the line that did. */
interface MadeName {
  readonly path: string;
  readonly at: string | undefined;
}

/** Remembers during a test what it makes, and clears it away afterwards. */
export class MadeThings {
  #fifos: MadeName[] = [];
  #posixQueues: MadeName[] = [];
  #sockets = new Set<string>();
  #queuesBefore: ReadonlySet<number> = new Set();

  /** Starts afresh: what is there now is not this test's. */
  begin(): void {
    this.#fifos = [];
    this.#posixQueues = [];
    this.#sockets.clear();
    this.#queuesBefore = new Set(listQueues().map((one) => one.id));
  }

  /** Remembers the names that a command is about to make, if it is mkfifo(1). */
  noteCommand(command: string | URL, options: Deno.CommandOptions, at: string | undefined): void {
    if (!/(^|\/)mkfifo$/.test(String(command))) return;
    const folder = options.cwd === undefined ? Deno.cwd() : String(options.cwd);
    for (const arg of options.args ?? []) {
      if (!arg.startsWith("-")) this.#noteFifo(arg, folder, at);
    }
  }

  /** Remembers the name that a native function is about to make. */
  noteNative(maker: Maker, name: string, at: string | undefined): void {
    if (maker === "mkfifo") this.#noteFifo(name, Deno.cwd(), at);
    else if (!isQueueThere(name)) this.#posixQueues.push({ path: name, at });
  }

  #noteFifo(name: string, folder: string, at: string | undefined): void {
    const path = name.startsWith("/") ? name : `${folder}/${name}`;
    if (!exists(path)) this.#fifos.push({ path, at });
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
      .map((fifo) => `the FIFO ${describeMade(fifo)}`);
    const posixQueues = this.#posixQueues.filter(({ path }) => removeQueueOf(path))
      .map((queue) => `the POSIX queue ${describeMade(queue)}`);
    const sockets = Array.from(this.#sockets).filter((path) =>
      bound?.has(path) !== true && removeIf(path, (info) => info.isSocket === true)
    ).map((path) => `the socket file ${path}`);
    const queues = listQueues().filter((one) =>
      !this.#queuesBefore.has(one.id) && isOurs(one.users, pids)
    ).map((one) => {
      removeQueue(one.id);
      return `the System V queue ${one.id}, messages in it: ${one.messageCount}`;
    });
    this.begin();
    return [...fifos, ...sockets, ...queues, ...posixQueues];
  }
}

function describeMade({ path, at }: MadeName): string {
  return `${path}${at === undefined ? "" : `, made at ${at}`}`;
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

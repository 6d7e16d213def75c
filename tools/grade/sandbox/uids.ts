// An account for one run alone. Nobody has it before and nobody afterwards, so all that belongs to it belongs to that run:
// its processes, however they hide, and what it left in the kernel.
import {
  describeProcess,
  killQuietly,
  listPids,
  type ProcessFacts,
  readProcess,
  readText,
} from "../../../tests/harness/processes.ts";

/** Numbers of accounts that are free for runs. */
export interface UidRange {
  readonly first: number;
  readonly count: number;
}

/** The first is used by no system that is known (systemd's UIDS-GIDS); a user namespace may know small numbers alone. */
export const UID_RANGES: readonly UidRange[] = [
  { first: 1_900_000_000, count: 100_000_000 },
  { first: 50_000, count: 9_000 },
];

/** A process that ends by itself may take this long to be gone. */
const LEFTOVER_MS = 300;
/** Nobody is alive this long after SIGKILL was sent to all, again and again. */
const KILL_MS = 10_000;

/** Picks an account that no process has. */
export function pickUid({ first, count }: UidRange): number {
  for (;;) {
    const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
    const uid = first + random % count;
    if (listOfUid(uid).length === 0) return uid;
  }
}

/** Makes the beginning of a command line that runs as this account, and can become no other. */
export function asUid(uid: number): string[] {
  const account = [`--reuid=${uid}`, `--regid=${uid}`, "--clear-groups"];
  return ["setpriv", ...account, "--inh-caps=-all", "--no-new-privs"];
}

/** Lists the live processes of an account; a zombie runs nothing. */
export function listOfUid(uid: number): ProcessFacts[] {
  return listPids().flatMap((pid) => {
    // not the owner of /proc/PID: a process can make that root (PR_SET_DUMPABLE)
    const status = readText(`/proc/${pid}/status`) ?? "";
    if (Number(/^Uid:\t(\d+)/m.exec(status)?.[1] ?? -1) !== uid) return [];
    const facts = readProcess(pid);
    return facts === undefined || facts.state === "Z" || facts.state === "X" ? [] : [facts];
  });
}

/**
 * Ends all processes of an account, until none is left; returns the command lines of those that did not end by themselves.
 *
 * @throws {Error} when somebody survives
 */
export async function endUid(uid: number): Promise<string[]> {
  const start = performance.now();
  let alive = listOfUid(uid);
  while (alive.length > 0 && performance.now() - start < LEFTOVER_MS) {
    await rest();
    alive = listOfUid(uid);
  }
  const names = alive.map(describeProcess);
  const endAt = performance.now() + KILL_MS;
  for (; alive.length > 0; alive = listOfUid(uid)) {
    if (performance.now() > endAt) {
      throw new Error(`Cannot end all processes of the account ${uid}: ${names.join(", ")}`);
    }
    await killAllOf(uid);
    for (const { pid } of alive) killQuietly(pid, Deno.kill);
    await rest();
  }
  return names;
}

/** By one call that the kernel makes whole, so that no process can be started in between (kill(2), pid -1). */
async function killAllOf(uid: number): Promise<void> {
  const [program = "", ...args] = [...asUid(uid), "/bin/sh", "-c", "kill -KILL -1"];
  await new Deno.Command(program, { args, stdin: "null", stdout: "null", stderr: "null" }).output();
}

/** Removes what an account has left in the kernel: System V queues, semaphores and shared memory. */
export async function removeQueues(uid: number): Promise<void> {
  const options = [["msg", "-q"], ["sem", "-s"], ["shm", "-m"]] as const;
  const args = options.flatMap(([kind, option]) =>
    listIds(readText(`/proc/sysvipc/${kind}`) ?? "", uid).flatMap((id) => [option, id])
  );
  if (args.length === 0) return;
  await new Deno.Command("ipcrm", { args, stdout: "null", stderr: "null" }).output();
}

/** Finds what belongs to an account in one of the lists of /proc/sysvipc (proc(5)), whose first line names the columns. */
export function listIds(table: string, uid: number): string[] {
  const [names = [], ...rows] = table.trim().split("\n").map((line) => line.trim().split(/\s+/));
  const column = names.indexOf("uid");
  return rows.filter((row) => row[column] === String(uid)).map((row) => row[1] ?? "");
}

function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5)); // a poll must let others run
}

// Where there is one account for all, a process is still somebody's child: when its parent has ended, it becomes a child of
// the nearest ancestor that asked for it (prctl(2), PR_SET_CHILD_SUBREAPER), and that is the grader.
import {
  describeProcess,
  killQuietly,
  listPids,
  type ProcessFacts,
  readProcess,
  readText,
} from "../../../tests/harness/processes.ts";

const PR_SET_CHILD_SUBREAPER = 36;
const KILL_MS = 10_000;

const WNOHANG = 1;
const LIBC = {
  prctl: { parameters: ["i32", "u64", "u64", "u64", "u64"], result: "i32" },
  waitpid: { parameters: ["i32", "pointer", "i32"], result: "i32" },
} as const;

/** Makes this process the parent of all orphans that descend from it; says whether that works. */
export function adoptOrphans(): boolean {
  const libc = Deno.dlopen("libc.so.6", LIBC);
  try {
    return libc.symbols.prctl(PR_SET_CHILD_SUBREAPER, 1n, 0n, 0n, 0n) === 0;
  } finally {
    libc.close();
  }
}

/**
 * Ends the children of this process that cannot gain rights any more: those of a run, when all else of it has ended. Theirs
 * come here in their place, until nobody is left. Returns their command lines.
 *
 * @throws {Error} when somebody survives
 */
export async function endOrphans(): Promise<string[]> {
  const names = new Map<number, string>();
  const endAt = performance.now() + KILL_MS;
  const libc = Deno.dlopen("libc.so.6", LIBC);
  try {
    for (let left = listOrphans(); left.length > 0; left = listOrphans()) {
      if (performance.now() > endAt) {
        throw new Error(`Cannot end what a run has left: ${[...names.values()].join(", ")}`);
      }
      for (const facts of left) {
        if (facts.state !== "Z") names.set(facts.pid, describeProcess(facts));
        killQuietly(facts.pid, Deno.kill);
        libc.symbols.waitpid(facts.pid, null, WNOHANG); // or it would stay as a zombie: nobody else waits for it
      }
      await new Promise<void>((resolve) => setTimeout(resolve, 5)); // a poll must let others run
    }
  } finally {
    libc.close();
  }
  return [...names.values()];
}

function listOrphans(): ProcessFacts[] {
  return listPids().flatMap((pid) => {
    const facts = readProcess(pid);
    if (facts?.parentPid !== Deno.pid) return [];
    return /^NoNewPrivs:\t1/m.test(readText(`/proc/${pid}/status`) ?? "") ? [facts] : [];
  });
}

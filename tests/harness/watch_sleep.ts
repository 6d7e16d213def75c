import { isGone, readText } from "./processes.ts";

/**
 * Watches a process for the moment when it has nothing left to do: the proof that something will *not* happen.
 * Each call looks again and returns how many looks in a row have found it fast asleep; Infinity when it is gone.
 * Without /proc always 0.
 *
 * A thread that sleeps in two looks and was not switched in between has slept all the time. When that holds for
 * every thread, there was a moment when all slept: from then on only a timer, or an event from outside, wakes one.
 */
export function watchSleep(pid: number): () => number {
  let last: string | undefined;
  let looks = 0;
  return () => {
    if (isGone(pid)) return Infinity;
    const now = readSleep(pid);
    looks = now !== undefined && now === last ? looks + 1 : 0;
    last = now;
    return looks;
  };
}

/** The threads with their numbers of context switches; undefined while one of them does not sleep. */
function readSleep(pid: number): string | undefined {
  const switches: string[] = [];
  try {
    for (const { name } of Deno.readDirSync(`/proc/${pid}/task`)) {
      const status = readText(`/proc/${pid}/task/${name}/status`) ?? "";
      if (!/^State:\s+S/m.test(status)) return undefined;
      switches.push(name, ...status.match(/^\w*ctxt_switches:.*/gm) ?? []);
    }
  } catch {
    return undefined; // it is ending
  }
  return switches.join();
}

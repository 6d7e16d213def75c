import { interrupted } from "../proc/interrupt.ts";
import type { Progress } from "../term/progress.ts";

/** Somebody whose turn comes once in each round. */
export interface Entry {
  /** What the progress line calls it. */
  readonly name: string;
  /** Why it is not run any more: it failed or stalled, or cannot be run here. */
  failure: string | undefined;
}

/**
 * Gives all entries their turn in each round: whatever the machine does besides for a while meets all of them. One that
 * has failed is not run again. Ends early when Ctrl-C comes.
 */
export async function interleave<E extends Entry>(
  entries: readonly E[],
  o: { rounds: number; run: (entry: E) => Promise<void>; progress?: Progress },
): Promise<void> {
  const total = o.rounds * entries.length;
  for (let turn = 0; turn < total && !interrupted.aborted; turn++) {
    const round = Math.floor(turn / entries.length);
    // another one begins in each round: nobody always runs behind the same neighbour
    const entry = entries[(turn + round) % entries.length];
    if (entry === undefined || entry.failure !== undefined) continue;
    o.progress?.(turn, total, entry.name);
    await o.run(entry);
  }
  o.progress?.(total, total, "");
}

import { interrupted } from "./interrupt.ts";

/** Runs tasks with at most `width` at a time; results in the order of the tasks. After an abort or Ctrl-C none begins. */
export async function runPool<T>(
  tasks: readonly (() => Promise<T>)[],
  width: number,
  signal?: AbortSignal,
): Promise<T[]> {
  const results: T[] = new Array(tasks.length);
  let next = 0;
  const work = async () => {
    while (next < tasks.length && !signal?.aborted && !interrupted.aborted) {
      const index = next++;
      const task = tasks[index];
      if (task !== undefined) results[index] = await task();
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, tasks.length) }, work));
  return results;
}

import type { Cache } from "./cache.ts";
import { type CheckResult, isPassed } from "./check_result.ts";
import { runPool } from "../proc/run_pool.ts";

/** A piece of work that ends in results, and what these depend on. */
export interface Task {
  /** As in `pipeline wrong/inherits_stdin`: shown as progress, and part of the key. */
  readonly name: string;
  /** Returns the hash of everything that the results depend on. */
  readonly key: () => Promise<string>;
  readonly run: () => Promise<CheckResult[]>;
}

export interface RunTasksOptions {
  readonly cache: Cache;
  /** Whether kept results may be used. */
  readonly isChangedOnly: boolean;
  /** How many tasks at a time. */
  readonly width: number;
  /** Told after each finished task. */
  readonly progress: (done: number, total: number, name: string) => void;
}

/** Runs the tasks, or takes their kept results; in the order of the tasks. */
export async function runTasks(
  tasks: readonly Task[],
  options: RunTasksOptions,
): Promise<CheckResult[]> {
  const { cache, isChangedOnly, width, progress } = options;
  let done = 0;
  const jobs = tasks.map((task) => async () => {
    const key = `${task.name} ${await task.key()}`;
    const results = (isChangedOnly ? cache.get(key) : undefined) ?? await task.run();
    if (results.every(isPassed)) cache.set(key, results);
    progress(++done, tasks.length, task.name);
    return results;
  });
  return (await runPool(jobs, width)).flat(); // after Ctrl-C some are missing
}

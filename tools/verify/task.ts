import type { Cache } from "./cache.ts";
import { type CheckResult, isPassed } from "./check_result.ts";
import { runPool } from "../proc/run_pool.ts";

/** A piece of work that ends in results, and what these depend on. */
export interface Task {
  /** As in `pipeline wrong/inherits_stdin`: shown as progress, and part of the key. */
  readonly name: string;
  /** Whether it computes for most of its time, which is long. @default false */
  readonly isHeavy?: boolean;
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

/**
 * Runs the tasks, or takes their kept results; in the order of the tasks. Most of them wait more than they compute, so a
 * heavy one for each processor runs beside them, for as long as there are any.
 */
export async function runTasks(
  tasks: readonly Task[],
  options: RunTasksOptions,
): Promise<CheckResult[]> {
  const { cache, isChangedOnly, width, progress } = options;
  let done = 0;
  const run = async (task: Task) => {
    const key = `${task.name} ${await task.key()}`;
    const results = (isChangedOnly ? cache.get(key) : undefined) ?? await task.run();
    if (results.every(isPassed)) cache.set(key, results);
    progress(++done, tasks.length, task.name);
    return results;
  };
  const heavy = [...tasks.entries()].filter(([, task]) => task.isHeavy);
  const light = [...tasks.entries()].filter(([, task]) => !task.isHeavy);
  const results: CheckResult[][] = [];
  let heavyCount = 0;
  const runNext = async () => {
    const isHeavy = light.length === 0 || heavyCount < navigator.hardwareConcurrency;
    const [index, task] = (isHeavy ? heavy.shift() : undefined) ?? light.shift() ?? [];
    if (index === undefined || task === undefined) return;
    if (task.isHeavy) heavyCount++;
    results[index] = await run(task);
    if (task.isHeavy) heavyCount--;
  };
  await runPool(tasks.map(() => runNext), width);
  return results.flat(); // after Ctrl-C some are missing
}

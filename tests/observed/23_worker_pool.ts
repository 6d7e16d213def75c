// The workers' own diary, read outside: each notes in a file which job it begins, whatever the pool says.
import { setTimeout as sleep } from "node:timers/promises";
import type { ObservedCase, Place } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import type * as Stub from "../stubs/23_worker_pool.ts";

type Input = {
  size: number;
  prefetch: number;
  /** Names of the jobs; what goes wrong, and with which of them. */
  jobs: string[];
  how: "error" | "signal" | "abort" | "shutdown" | "broken";
  bad: string;
  maxRestarts: number;
};
/** `ends`: for each job its worker's pid, or how it was rejected. */
type Seen = { ends: (number | string)[]; pids: number[]; stats: Stub.WorkerPoolStats };
/** `alive`: workers of the diary that are still there when the pool is shut down. */
type Outside = { diary: string[]; alive: number[] };

/** The fixture that the workers run. */
const WORKER = "follows_orders.ts";

export function cases(random: Random): ObservedCase<Input>[] {
  const make = (how: Input["how"], o: Partial<Input> = {}): Input => {
    const jobs = Array.from({ length: 12 + random.below(9) }, () => random.bytes(6).toHex());
    const bad = jobs[1 + random.below(jobs.length - 1)] ?? ""; // the first one does not wait
    return { size: 2 + random.below(2), prefetch: 1, jobs, bad, how, maxRestarts: 3, ...o };
  };
  return [
    { name: "a handler that throws", input: make("error", { prefetch: 2 + random.below(6) }) },
    { name: "a worker that is killed by its job", input: make("signal") },
    { name: "a job that is aborted while it waits", input: make("abort", { size: 1 }) },
    { name: "a shutdown while jobs wait", input: make("shutdown", { size: 1 }) },
    { name: "workers that die at once", input: make("broken", { maxRestarts: random.below(3) }) },
  ];
}

export async function observe(
  { WorkerDied, WorkerPool }: typeof Stub,
  { size, prefetch, jobs, bad, how, maxRestarts }: Input,
  { dir }: Place,
): Promise<Seen> {
  const log = `${dir}/diary`;
  const file = how === "broken" ? `exits_at_once.ts?log=${log}` : WORKER;
  const script = new URL(`../fixtures/${file}`, import.meta.url);
  // no back-off, but all of the grace
  const delay = (ms: number, signal: AbortSignal) =>
    sleep(ms < 1_000 ? 1 : ms, undefined, { signal });
  const pool = new WorkerPool({ size, script, prefetch, maxRestarts, delay });
  const describe = (error: unknown) => {
    if (error instanceof WorkerDied) return `died: ${error.status.signal ?? error.status.code}`;
    return error instanceof Error ? error.message : String(error);
  };
  try {
    await pool.start();
    const pids = [...pool.pids];
    const abort = new AbortController();
    const submit = (name: string) => {
      const fault = { error: { error: name }, signal: { signal: "SIGKILL" } };
      const order = name === bad && how in fault ? fault[how as keyof typeof fault] : {};
      const o = name === bad && how === "abort" ? { signal: abort.signal } : {};
      const answer = pool.submit<{ pid: number }>({ name, log, ...order }, o);
      return answer.then(({ pid }) => pid, describe);
    };
    const answers = jobs.map(submit);
    abort.abort(new Error(bad));
    if (how === "shutdown") {
      pool.shutdown();
      answers.push(submit("late"));
    }
    const ends = await Promise.all(answers);
    await pool.shutdown();
    return { ends, pids, stats: { ...pool.stats } };
  } finally {
    await pool.shutdown();
    await Deno.writeTextFile(`${dir}/over`, "");
  }
}

/** Waits until the pool is shut down; then all workers have to be gone. */
export async function attend(_input: Input, { dir, signal }: Place): Promise<Outside> {
  const exists = (path: string) => Deno.stat(path).then(() => true, () => false);
  // in a PID namespace of its own, this side has other processes and threads by the same numbers (pid_namespaces(7))
  const isWorker = async (pid: number) =>
    (await Deno.readTextFile(`/proc/${pid}/cmdline`).catch(() => "")).includes(WORKER);
  while (!signal.aborted && !await exists(`${dir}/over`)) {
    await sleep(5); // a poll must let others run
  }
  const diary = (await Deno.readTextFile(`${dir}/diary`).catch(() => "")).match(/.+/g) ?? [];
  const pids = new Set(diary.flatMap((line) => Number(line.split(" ")[1]) || []));
  const alive = await Array.fromAsync(pids, async (pid) => await isWorker(pid) ? pid : 0);
  return { diary, alive: alive.filter((pid) => pid > 0) };
}

export function judge(input: Input, seen: Seen, outside: Outside | undefined): string | undefined {
  const { size, jobs, bad, how, maxRestarts } = input;
  const { diary = [], alive = [] } = outside ?? {};
  if (how === "broken") {
    const starts = size + maxRestarts;
    if (diary.length !== starts) return `${diary.length} workers were started, due were ${starts}`;
    const other = seen.ends.find((end) => end !== "died: 7");
    return other === undefined ? undefined : `a job of a broken script ends with ${other}`;
  }
  for (const [index, name] of [...jobs, ...(how === "shutdown" ? ["late"] : [])].entries()) {
    const begun = diary.filter((line) => line.startsWith(`${name} `));
    const isDue = how === "shutdown"
      ? index === 0 && begun.length === 1 // it may have been given to the worker already
      : how !== "abort" || name !== bad;
    if (begun.length !== Number(isDue)) return `job ${name} was begun ${begun.length} times`;
    const end = seen.ends[index];
    const due = name === bad ? how === "signal" ? "died: SIGKILL" : name : begun[0]?.split(" ")[1];
    const isRefused = how === "shutdown" && !isDue && typeof end === "string";
    if (!isRefused && String(end) !== due) return `job ${name} ended with ${end}, due was ${due}`;
  }
  if (alive.length > 0) return `${alive.length} workers are there after the shutdown`;
  const workers = new Set(diary.map((line) => Number(line.split(" ")[1])));
  const strangers = [...workers].filter((pid) => !seen.pids.includes(pid)).length;
  if (strangers > (how === "signal" ? 1 : 0)) {
    return "processes worked that start() had not started";
  }
  const { done, failed, queued } = seen.stats;
  const doneDue = how === "shutdown" ? diary.length : jobs.length - 1;
  if (done === doneDue && failed === jobs.length - doneDue && queued === 0) return undefined;
  return `of ${jobs.length} jobs ${doneDue} were done, and stats are ${JSON.stringify(seen.stats)}`;
}

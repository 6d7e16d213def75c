// @style node: child_process, "exit" and readline events; the queue is a linked list

import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

export class WorkerDied extends Error {
  readonly status: Deno.CommandStatus;

  constructor(status: Deno.CommandStatus) {
    super(`died: ${JSON.stringify(status)}`);
    this.status = status;
  }
}

export interface WorkerPoolOptions {
  size: number;
  script: URL;
  prefetch?: number;
  maxRestarts?: number;
  graceMs?: number;
  delay?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface WorkerPoolStats {
  readonly done: number;
  readonly failed: number;
  readonly restarts: number;
  readonly queued: number;
}

interface Job {
  readonly line: string;
  /** Settles its promise, at the first call. */
  readonly end: (result: unknown, error?: unknown) => void;
  next?: Job | undefined;
  isOver: boolean;
  isQueued: boolean;
}

const CONFIG = new URL("../../deno.json", import.meta.resolve("#lib/worker_jobs.ts")).pathname;

export class WorkerPool implements AsyncDisposable {
  readonly #o: Required<WorkerPoolOptions>;
  readonly #held = new Map<ChildProcess, Job[]>();
  readonly #stopping = new AbortController();
  readonly #allGone = Promise.withResolvers<void>();
  #count = { done: 0, failed: 0, restarts: 0, queued: 0 };
  #first: Job | undefined;
  #last: Job | undefined;
  #places = 0;
  #streak = 0;
  #refusal: Error | undefined;
  #end: Promise<void> | undefined;

  constructor(o: WorkerPoolOptions) {
    const delay = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal });
    this.#o = { prefetch: 1, maxRestarts: 5, graceMs: 5000, delay, ...o };
  }

  get pids(): readonly number[] {
    return [...this.#held.keys()].flatMap((child) => child.pid ?? []);
  }

  get stats(): WorkerPoolStats {
    return { ...this.#count };
  }

  start(): Promise<void> {
    this.#places = this.#o.size;
    for (let place = 0; place < this.#o.size; place++) this.#spawn();
    return Promise.resolve();
  }

  submit<T>(value: unknown, { signal }: { signal?: AbortSignal } = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      signal?.throwIfAborted();
      if (this.#refusal !== undefined) throw this.#refusal;
      const onAbort = () => job.end(undefined, signal?.reason);
      const job: Job = {
        line: toLine(value),
        isOver: false,
        isQueued: true,
        end: (result, error) => {
          if (job.isOver) return;
          job.isOver = true;
          signal?.removeEventListener("abort", onAbort);
          if (job.isQueued) this.#count.queued--;
          this.#count[error === undefined ? "done" : "failed"]++;
          if (error === undefined) resolve(result as T);
          else reject(error);
        },
      };
      signal?.addEventListener("abort", onAbort);
      if (this.#last !== undefined) this.#last.next = job;
      this.#last = job;
      this.#first ??= job;
      this.#count.queued++;
      this.#give();
    });
  }

  #take(): Job | undefined {
    while (this.#first?.isOver) this.#first = this.#first.next;
    const job = this.#first;
    this.#first = job?.next;
    if (this.#first === undefined) this.#last = undefined;
    return job;
  }

  #give(): void {
    for (const [child, jobs] of [...this.#held].sort(([, a], [, b]) => a.length - b.length)) {
      while (jobs.length < this.#o.prefetch) {
        const job = this.#take();
        if (job === undefined) return;
        job.isQueued = false;
        this.#count.queued--;
        jobs.push(job);
        child.stdin?.write(job.line);
      }
    }
  }

  #spawn(): void {
    const flags = ["run", "-A", "--no-check", "--quiet", "--no-lock", "--config", CONFIG];
    const child = spawn(Deno.execPath(), [...flags, this.#o.script.href], {
      stdio: ["pipe", "pipe", "inherit"],
      env: Deno.env.toObject(),
    });
    const jobs: Job[] = [];
    this.#held.set(child, jobs);
    child.stdin.on("error", () => {}); // it has died: "exit" comes
    const reader = createInterface({ input: child.stdout });
    reader.on("line", (line) => this.#answer(child, jobs, line));
    child.on("exit", (code, signal) => {
      setImmediate(() => {
        child.stdout.destroy();
        reader.close();
        this.#bury(child, toStatus(code, signal));
      });
    });
    this.#give();
  }

  #answer(child: ChildProcess, jobs: Job[], line: string): void {
    const [job] = jobs;
    try {
      const { error, result } = JSON.parse(line);
      if (job === undefined) throw new Error("nobody has asked");
      jobs.shift();
      this.#streak = 0;
      job.end(result, error === undefined ? undefined : new Error(error));
      this.#give();
    } catch {
      child.kill("SIGKILL");
    }
  }

  async #bury(child: ChildProcess, status: Deno.CommandStatus): Promise<void> {
    const death = new WorkerDied(status);
    for (const job of this.#held.get(child) ?? []) job.end(undefined, death);
    this.#held.delete(child);
    const { signal } = this.#stopping;
    if (!signal.aborted && this.#streak < this.#o.maxRestarts) {
      const ms = Math.min(100 * 2 ** this.#streak++, 10_000);
      const isDue = await this.#o.delay(ms, signal).then(() => !signal.aborted, () => false);
      if (isDue) {
        this.#count.restarts++;
        return this.#spawn();
      }
    }
    if (--this.#places > 0) return;
    this.#refuse(death);
    this.#allGone.resolve();
  }

  #refuse(error: Error): void {
    this.#refusal ??= error;
    for (let job; (job = this.#take()) !== undefined;) job.end(undefined, error);
  }

  shutdown(): Promise<void> {
    return this.#end ??= this.#shutDown();
  }

  async #shutDown(): Promise<void> {
    this.#refuse(new Error("the pool is shut down"));
    this.#stopping.abort();
    if (this.#places === 0) return;
    for (const child of this.#held.keys()) child.stdin?.end();
    const gone = new AbortController();
    const killing = this.#o.delay(this.#o.graceMs, gone.signal).then(
      () => [...this.#held.keys()].forEach((child) => child.kill("SIGKILL")),
      () => {},
    );
    await this.#allGone.promise;
    gone.abort();
    await killing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }
}

function toLine(value: unknown): string {
  const line = JSON.stringify(value);
  if (line === undefined) throw new TypeError("JSON has no such value");
  return line + "\n";
}

function toStatus(code: number | null, signal: NodeJS.Signals | null): Deno.CommandStatus {
  if (signal === null) return { success: code === 0, code: code ?? 1, signal };
  const number = constants.signals[signal] ?? 0;
  return { success: false, code: 128 + number, signal: signal as Deno.Signal };
}

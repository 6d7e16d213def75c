// @test worker-pool/T6
// @says "job A is rejected at once"
// @mistake forgetting the job of a worker that died: its promise never settles

import { setTimeout as sleep } from "node:timers/promises";
import { type Connection, toChild } from "#lib/connection.ts";
import { type Answer, spawnWorker } from "#lib/worker_jobs.ts";

export class WorkerDied extends Error {
  override readonly name = "WorkerDied";
  readonly status: Deno.CommandStatus;

  constructor(status: Deno.CommandStatus) {
    super(`The worker died of ${status.signal ?? `exit code ${status.code}`}`);
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

type Outcome = { result: unknown } | { error: unknown };

interface Job {
  readonly value: unknown;
  readonly settle: (outcome: Outcome) => void;
  state: "queued" | "held" | "settled";
}

interface Worker {
  readonly child: Deno.ChildProcess;
  readonly connection: Connection<unknown, Answer>;
  readonly held: Job[];
}

const BACKOFF_MS = 100;
const BACKOFF_MAX_MS = 10_000;

export class WorkerPool implements AsyncDisposable {
  readonly #options: Required<WorkerPoolOptions>;
  readonly #counts = { done: 0, failed: 0, restarts: 0, queued: 0 };
  readonly #workers = new Set<Worker>();
  #front: Job[] = [];
  #back: Job[] = [];

  #places: Promise<void>[] = [];
  #closedPlaces = 0;
  #deathsInARow = 0;
  #lastDeath: WorkerDied | undefined;
  readonly #stopping = new AbortController();
  #closing: Promise<void> | undefined;

  constructor(options: WorkerPoolOptions) {
    const delay = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal });
    this.#options = { prefetch: 1, maxRestarts: 5, graceMs: 5_000, delay, ...options };
  }

  get pids(): readonly number[] {
    return Array.from(this.#workers, (worker) => worker.child.pid);
  }

  get stats(): WorkerPoolStats {
    return { ...this.#counts };
  }

  start(): Promise<void> {
    this.#places = Array.from({ length: this.#options.size }, () => this.#keepPlace());
    return Promise.resolve();
  }

  submit<T>(value: unknown, { signal }: { signal?: AbortSignal } = {}): Promise<T> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#stopping.signal.aborted) return Promise.reject(makeRefusal());
    if (this.#lastDeath !== undefined) return Promise.reject(this.#lastDeath);
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const abort = () => this.#settle(job, { error: signal?.reason });
    const settle = (outcome: Outcome) => {
      signal?.removeEventListener("abort", abort);
      if ("error" in outcome) reject(outcome.error);
      else resolve(outcome.result as T);
    };
    const job: Job = { value, settle, state: "queued" };
    signal?.addEventListener("abort", abort);
    this.#back.push(job);
    this.#counts.queued++;
    this.#dispatch();
    return promise;
  }

  shutdown(): Promise<void> {
    return this.#closing ??= this.#drain();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }

  #dispatch(): void {
    for (let worker; (worker = this.#findFree()) !== undefined;) {
      const job = this.#takeJob();
      if (job === undefined) return;
      this.#hand(job, worker);
    }
  }

  #findFree(): Worker | undefined {
    let free: Worker | undefined;
    for (const worker of this.#workers) {
      if (worker.held.length < (free?.held.length ?? this.#options.prefetch)) free = worker;
    }
    return free;
  }

  #takeJob(): Job | undefined {
    for (;;) {
      if (this.#front.length === 0) this.#front = this.#back.splice(0).reverse();
      const job = this.#front.pop();
      if (job?.state !== "settled") return job;
    }
  }

  #hand(job: Job, worker: Worker): void {
    job.state = "held";
    this.#counts.queued--;
    worker.held.push(job);
    worker.connection.send(job.value).catch((error) => {
      if (!(error instanceof TypeError)) return;
      worker.held.splice(worker.held.indexOf(job), 1);
      this.#settle(job, { error });
      this.#dispatch();
    });
  }

  #takeAnswer(answer: unknown, worker: Worker): void {
    const [job] = worker.held;
    if (job === undefined || !isAnswer(answer)) throw new Error("This is no answer");
    worker.held.shift();
    this.#deathsInARow = 0;
    this.#settle(
      job,
      "error" in answer ? { error: new Error(answer.error) } : { result: answer.result },
    );
    this.#dispatch();
  }

  #settle(job: Job, outcome: Outcome): void {
    if (job.state === "settled") return;
    if (job.state === "queued") this.#counts.queued--;
    job.state = "settled";
    this.#counts["error" in outcome ? "failed" : "done"]++;
    job.settle(outcome);
  }

  #rejectQueued(error: Error): void {
    for (let job; (job = this.#takeJob()) !== undefined;) this.#settle(job, { error });
  }

  async #keepPlace(): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      const status = await this.#runWorker();
      if (signal.aborted) return;
      if (this.#deathsInARow >= this.#options.maxRestarts) return this.#closePlace(status);
      const ms = Math.min(BACKOFF_MS * 2 ** this.#deathsInARow++, BACKOFF_MAX_MS);
      await this.#options.delay(ms, signal).catch(() => {});
      if (signal.aborted) return;
      this.#counts.restarts++;
    }
  }

  #closePlace(status: Deno.CommandStatus): void {
    if (++this.#closedPlaces < this.#options.size) return;
    this.#lastDeath = new WorkerDied(status);
    this.#rejectQueued(this.#lastDeath);
  }

  async #runWorker(): Promise<Deno.CommandStatus> {
    const child = spawnWorker(this.#options.script);
    const worker: Worker = { child, connection: toChild(child), held: [] };
    const ended = this.#waitForEnd(worker);
    this.#workers.add(worker);
    this.#dispatch();
    try {
      for (;;) this.#takeAnswer(await worker.connection.recv(), worker);
    } catch {
      kill(child);
    }
    const status = await ended;
    this.#workers.delete(worker);
    return status;
  }

  async #waitForEnd({ child, connection }: Worker): Promise<Deno.CommandStatus> {
    const status = await child.status;
    await sleep(0);
    await connection[Symbol.asyncDispose]();
    return status;
  }

  async #drain(): Promise<void> {
    this.#stopping.abort();
    this.#rejectQueued(makeRefusal());
    for (const { connection } of this.#workers) connection.close().catch(() => {});
    const allGone = new AbortController();
    this.#options.delay(this.#options.graceMs, allGone.signal).then(
      () => this.#workers.forEach(({ child }) => kill(child)),
      () => {},
    );
    await Promise.all(this.#places);
    allGone.abort();
  }
}

function makeRefusal(): Error {
  return new Error("Cannot do this job: the pool is shut down");
}

function isAnswer(answer: unknown): answer is Answer {
  return typeof answer === "object" && answer !== null;
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // it has ended by itself
  }
}

// @style events: an idle list, a Map from worker to its jobs, and then() on recv() and on the status

import { type Connection, toChild } from "#lib/connection.ts";
import { type Answer, spawnWorker } from "#lib/worker_jobs.ts";

export class WorkerDied extends Error {
  constructor(readonly status: Deno.CommandStatus) {
    super(`dead: ${status.signal ?? status.code}`);
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
  value: unknown;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
  isOver: boolean;
}

interface Hand {
  child: Deno.ChildProcess;
  wire: Connection<unknown, Answer | null>;
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason)));
  return promise;
}

export class WorkerPool implements AsyncDisposable {
  #stats = { done: 0, failed: 0, restarts: 0 };
  #jobs = new Map<Hand, Job[]>();
  /** One entry for each job that a worker could still be given. */
  #idle: Hand[] = [];
  #queue: Job[] = [];
  #starting = 0;
  #deaths = 0;
  #refusal: Error | undefined;
  #isClosing = new AbortController();
  #empty = Promise.withResolvers<void>();
  #closed: Promise<void> | undefined;

  constructor(private o: WorkerPoolOptions) {}

  get pids(): readonly number[] {
    return [...this.#jobs.keys()].map((hand) => hand.child.pid);
  }

  get stats(): WorkerPoolStats {
    return { ...this.#stats, queued: this.#queue.length };
  }

  start(): Promise<void> {
    for (let count = 0; count < this.o.size; count++) this.#spawn();
    return Promise.resolve();
  }

  submit<T>(value: unknown, { signal }: { signal?: AbortSignal } = {}): Promise<T> {
    const refusal = signal?.aborted ? signal.reason : this.#refusal;
    if (refusal !== undefined) return Promise.reject(refusal);
    return new Promise<T>((resolve, reject) => {
      const job: Job = {
        value,
        resolve: (result) => resolve(result as T),
        reject,
        isOver: false,
      };
      signal?.addEventListener("abort", () => {
        this.#queue = this.#queue.filter((other) => other !== job);
        this.#fail(job, signal.reason);
      }, { once: true });
      this.#queue.push(job);
      this.#give();
    });
  }

  #give(): void {
    while (this.#idle.length > 0 && this.#queue.length > 0) {
      const [hand, job] = [this.#idle.shift(), this.#queue.shift()];
      if (hand === undefined || job === undefined) return;
      const held = this.#jobs.get(hand);
      held?.push(job);
      hand.wire.send(job.value).catch((error) => {
        if (!(error instanceof TypeError) || held === undefined) return;
        this.#jobs.set(hand, held);
        held.splice(held.indexOf(job), 1);
        this.#fail(job, error);
        this.#idle.push(hand);
        this.#give();
      });
    }
  }

  #fail(job: Job, error: unknown): void {
    if (job.isOver) return;
    job.isOver = true;
    this.#stats.failed++;
    job.reject(error);
  }

  #spawn(): void {
    const child = spawnWorker(this.o.script);
    const hand: Hand = { child, wire: toChild(child) };
    this.#jobs.set(hand, []);
    for (let count = 0; count < (this.o.prefetch ?? 1); count++) this.#idle.push(hand);
    const listen = (): Promise<void> =>
      hand.wire.recv().then((answer) => this.#take(hand, answer)).then(listen);
    listen().catch(() => this.#kill(hand));
    child.status.then((status) => setTimeout(() => this.#bury(hand, status), 0));
    this.#give();
  }

  #take(hand: Hand, answer: Answer | null): void {
    const job = this.#jobs.get(hand)?.shift();
    if (job === undefined) throw new Error("nobody has asked");
    if (answer === null || typeof answer !== "object") {
      this.#jobs.get(hand)?.unshift(job);
      throw new Error("no answer");
    }
    this.#deaths = 0;
    if ("error" in answer) this.#fail(job, new Error(answer.error));
    else if (!job.isOver) {
      job.isOver = true;
      this.#stats.done++;
      job.resolve(answer.result);
    }
    this.#idle.push(hand);
    this.#give();
  }

  #kill({ child }: Hand): void {
    try {
      child.kill("SIGKILL");
    } catch {
      return;
    }
  }

  async #bury(hand: Hand, status: Deno.CommandStatus): Promise<void> {
    await hand.wire[Symbol.asyncDispose]();
    const lost = this.#jobs.get(hand) ?? [];
    this.#jobs.delete(hand);
    this.#idle = this.#idle.filter((other) => other !== hand);
    const error = new WorkerDied(status);
    for (const job of lost) this.#fail(job, error);
    const { signal } = this.#isClosing;
    if (!signal.aborted && this.#deaths < (this.o.maxRestarts ?? 5)) {
      this.#starting++;
      const ms = Math.min(10_000, 100 << this.#deaths++);
      await (this.o.delay ?? wait)(ms, signal).catch(() => {});
      this.#starting--;
      if (!signal.aborted) {
        this.#stats.restarts++;
        return this.#spawn();
      }
    }
    if (this.#jobs.size > 0 || this.#starting > 0) return;
    this.#refuse(error);
    this.#empty.resolve();
  }

  #refuse(error: Error): void {
    this.#refusal ??= error;
    for (const job of this.#queue.splice(0)) this.#fail(job, error);
  }

  shutdown(): Promise<void> {
    return this.#closed ??= this.#close();
  }

  async #close(): Promise<void> {
    this.#refuse(new Error("no more jobs"));
    const isQuiet = this.#jobs.size === 0 && this.#starting === 0;
    this.#isClosing.abort();
    if (isQuiet) return;
    for (const { wire } of this.#jobs.keys()) wire.close().catch(() => {});
    const grace = new AbortController();
    const late = (this.o.delay ?? wait)(this.o.graceMs ?? 5_000, grace.signal).then(() => {
      for (const hand of this.#jobs.keys()) this.#kill(hand);
    }, () => {});
    await this.#empty.promise;
    grace.abort();
    await late;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }
}

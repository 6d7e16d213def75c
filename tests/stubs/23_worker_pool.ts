import { Todo } from "#lib/todo.ts";

/** Why a job failed whose worker died: nobody knows how far it had come. The message names the signal or the code. */
export class WorkerDied extends Error {
  /** How the worker ended. */
  readonly status: Deno.CommandStatus;

  constructor(status: Deno.CommandStatus) {
    super();
    this.status = status;
    throw new Todo("23_worker_pool", "WorkerDied");
  }
}

/** How a pool works. */
export interface WorkerPoolOptions {
  /** Number of workers. */
  size: number;
  /** What each worker runs: a script that calls `serveJobs()` of `#lib/worker_jobs.ts`. */
  script: URL;
  /** Jobs that a worker may hold: it works on one, the others wait at its side. @default 1 */
  prefetch?: number;
  /** How many dead workers are replaced in a row, that is, with no answer to a job in between. @default 5 */
  maxRestarts?: number;
  /** How long workers may take to end after `shutdown()`, in milliseconds. @default 5000 */
  graceMs?: number;
  /** Waits `ms`; rejects when `signal` is aborted. @default a real timer */
  delay?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** What has become of the jobs that `submit()` took, and of the workers. */
export interface WorkerPoolStats {
  /** Jobs whose promise resolved. */
  readonly done: number;
  /** Jobs whose promise rejected, whatever the reason. */
  readonly failed: number;
  /** Workers that replaced a dead one. */
  readonly restarts: number;
  /** Jobs that no worker has been given yet. */
  readonly queued: number;
}

/**
 * Processes that wait for jobs, and who looks after them. Disposing the pool shuts it down.
 *
 * A worker that dies, or writes anything else than an answer (it is killed), fails the jobs that it holds. It is
 * replaced after `delay(100, …)`; the delay doubles with each further death in a row, up to 10 000 ms. After
 * `maxRestarts` replacements in a row, anywhere in the pool, the dead are not replaced any more. The pool goes on
 * with who is left. When nobody is, all jobs that wait, and all that come, reject with {@linkcode WorkerDied}.
 */
export class WorkerPool implements AsyncDisposable {
  constructor(_o: WorkerPoolOptions) {
    throw new Todo("23_worker_pool", "new WorkerPool()");
  }

  /** Starts all workers, so that no job has to wait for that. */
  start(): Promise<void> {
    // TODO a: spawn the workers, connect to each, read its answers
    // TODO b: when one dies, fail what it held, wait, replace it, or give up
    throw new Todo("23_worker_pool", "start()");
  }

  /**
   * Has `job`, a JSON value, done by a worker that is free; until there is one, it waits in a queue, first come,
   * first served. Resolves to the handler's result.
   *
   * When `signal` aborts, it rejects with `signal.reason`. A job in the queue is then never begun; a worker that
   * is at it finishes for nobody.
   *
   * @throws {Error} (by rejecting) with the handler's message when it throws, and when the pool is shut down
   * @throws {TypeError} (by rejecting) when JSON cannot hold the job
   * @throws {WorkerDied} (by rejecting) when the worker that held the job has died, and when none is left
   */
  submit<T>(_job: unknown, _o: { signal?: AbortSignal } = {}): Promise<T> {
    // TODO a: queue it, hand it to who is free, keep what settles its promise
    throw new Todo("23_worker_pool", "submit()");
  }

  /** The process ids of the workers that live now. */
  get pids(): readonly number[] {
    throw new Todo("23_worker_pool", "pids");
  }

  get stats(): WorkerPoolStats {
    throw new Todo("23_worker_pool", "stats");
  }

  /**
   * Refuses new jobs and rejects those in the queue, at once; lets the workers finish what they hold, and ends them by
   * end-of-file. Those that are still there after `delay(graceMs, …)` are killed. Resolves when all are gone; a
   * second call waits for the same end.
   */
  shutdown(): Promise<void> {
    // TODO a: end the workers by end-of-file, and wait for them
    // TODO b: refuse, drain, and kill who is late
    throw new Todo("23_worker_pool", "shutdown()");
  }

  [Symbol.asyncDispose](): Promise<void> {
    throw new Todo("23_worker_pool", "[Symbol.asyncDispose]()");
  }
}

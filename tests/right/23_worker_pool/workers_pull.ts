// @style the workers pull: one loop for each job that a worker may hold, on lines and a plain writer

import { setTimeout as setTimeoutAsync } from "node:timers/promises";
import { LineDecoder } from "#lib/lines.ts";
import { spawnWorker } from "#lib/worker_jobs.ts";

export class WorkerDied extends Error {
  override name = "WorkerDied";
  readonly status: Deno.CommandStatus;
  constructor(status: Deno.CommandStatus) {
    super(`its worker has died: ${status.signal ?? `code ${status.code}`}`);
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

interface Ticket {
  line: string;
  end: (act: () => void, isDone: boolean) => void;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
}

interface Held {
  ticket: Ticket;
  /** Lets the loop go on that has given it. */
  release: () => void;
}

/** Jobs that wait, or pullers that wait; never both. */
class Board {
  readonly jobs = new Set<Ticket>();
  readonly #pullers: ((ticket: Ticket | undefined) => void)[] = [];
  #isClosed = false;

  put(ticket: Ticket): void {
    const puller = this.#pullers.shift();
    if (puller === undefined) this.jobs.add(ticket);
    else puller(ticket);
  }

  /** The next job; undefined when none will come, or `gone` came first. */
  pull(gone: AbortSignal): Promise<Ticket | undefined> {
    if (this.#isClosed || gone.aborted) return Promise.resolve(undefined);
    const [ticket] = this.jobs;
    if (ticket !== undefined) {
      this.jobs.delete(ticket);
      return Promise.resolve(ticket);
    }
    const { promise, resolve } = Promise.withResolvers<Ticket | undefined>();
    this.#pullers.push(resolve);
    gone.addEventListener("abort", () => {
      const index = this.#pullers.indexOf(resolve);
      if (index >= 0) this.#pullers.splice(index, 1);
      resolve(undefined);
    });
    return promise;
  }

  close(): Ticket[] {
    this.#isClosed = true;
    for (const puller of this.#pullers.splice(0)) puller(undefined);
    const rest = [...this.jobs];
    this.jobs.clear();
    return rest;
  }
}

export class WorkerPool implements AsyncDisposable {
  readonly #o: WorkerPoolOptions;
  readonly #board = new Board();
  readonly #children = new Set<Deno.ChildProcess>();
  readonly #end = new AbortController();
  readonly #count = { done: 0, failed: 0, restarts: 0 };
  #places: Promise<Deno.CommandStatus | undefined>[] = [];
  #streak = 0;
  #refusal: Error | undefined;
  #shutdown: Promise<void> | undefined;

  constructor(o: WorkerPoolOptions) {
    this.#o = o;
  }

  get pids(): readonly number[] {
    return [...this.#children].map(({ pid }) => pid);
  }

  get stats(): WorkerPoolStats {
    return { ...this.#count, queued: this.#board.jobs.size };
  }

  async start(): Promise<void> {
    this.#places = Array.from({ length: this.#o.size }, () => this.#place());
    Promise.all(this.#places).then((statuses) => {
      const status = statuses.find((one) => one !== undefined);
      if (status !== undefined && !this.#end.signal.aborted) this.#refuse(new WorkerDied(status));
    });
    await Promise.resolve();
  }

  async submit<T>(job: unknown, { signal }: { signal?: AbortSignal } = {}): Promise<T> {
    signal?.throwIfAborted();
    if (this.#refusal !== undefined) throw this.#refusal;
    const line = JSON.stringify(job);
    if (line === undefined) throw new TypeError("no JSON");
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    let isOver = false;
    const ticket: Ticket = {
      line,
      resolve,
      reject,
      end: (act, isDone) => {
        if (isOver) return;
        isOver = true;
        this.#count[isDone ? "done" : "failed"]++;
        act();
      },
    };
    signal?.addEventListener("abort", () => {
      this.#board.jobs.delete(ticket);
      ticket.end(() => reject(signal.reason), false);
    });
    this.#board.put(ticket);
    return await promise;
  }

  async #place(): Promise<Deno.CommandStatus | undefined> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      const status = await this.#life();
      if (signal.aborted) break;
      if (this.#streak === (this.#o.maxRestarts ?? 5)) return status;
      await this.#sleep(Math.min(100 * 2 ** this.#streak++, 10_000), signal);
      if (!signal.aborted) this.#count.restarts++;
    }
    return undefined;
  }

  async #life(): Promise<Deno.CommandStatus> {
    const child = spawnWorker(this.#o.script);
    this.#children.add(child);
    const held: Held[] = [];
    const gone = new AbortController();
    const writer = child.stdin.getWriter();
    const pull = async () => {
      for (let ticket; (ticket = await this.#board.pull(gone.signal)) !== undefined;) {
        const { promise, resolve } = Promise.withResolvers<void>();
        held.push({ ticket, release: resolve });
        await writer.write(new TextEncoder().encode(ticket.line + "\n"));
        await promise;
      }
    };
    const pulls = Array.from({ length: this.#o.prefetch ?? 1 }, () => pull().catch(() => {}));
    const feeding = Promise.all(pulls).then(() => writer.close()).catch(() => {});
    const reader = child.stdout.getReader();
    const listening = this.#listen(reader, held).catch(() => kill(child));
    const status = await child.status;
    await new Promise((resolve) => setTimeout(resolve, 0));
    await reader.cancel();
    await listening;
    this.#children.delete(child);
    gone.abort();
    for (const { ticket, release } of held) {
      release();
      ticket.end(() => ticket.reject(new WorkerDied(status)), false);
    }
    await feeding;
    await writer.abort().catch(() => {});
    return status;
  }

  async #listen(
    reader: ReadableStreamDefaultReader<Uint8Array>,
    held: Held[],
  ): Promise<void> {
    const decoder = new LineDecoder();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) throw new Error("its stdout is closed");
      for (const line of decoder.push(value)) {
        const { error, result } = JSON.parse(line); // null has no properties: a TypeError
        const first = held.shift();
        if (first === undefined) throw new Error("nobody has asked");
        this.#streak = 0;
        const { ticket, release } = first;
        if (error === undefined) ticket.end(() => ticket.resolve(result as never), true);
        else ticket.end(() => ticket.reject(new Error(error)), false);
        release();
      }
    }
  }

  #refuse(error: Error): void {
    this.#refusal ??= error;
    for (const ticket of this.#board.close()) ticket.end(() => ticket.reject(error), false);
  }

  async #sleep(ms: number, signal: AbortSignal): Promise<boolean> {
    const delay = this.#o.delay ?? ((ms, signal) => setTimeoutAsync(ms, undefined, { signal }));
    return await delay(ms, signal).then(() => true, () => false);
  }

  shutdown(): Promise<void> {
    return this.#shutdown ??= (async () => {
      this.#refuse(new Error("the pool is shut down"));
      this.#end.abort();
      const grace = new AbortController();
      const killing = this.#sleep(this.#o.graceMs ?? 5_000, grace.signal).then((isOver) => {
        if (isOver) this.#children.forEach(kill);
      });
      await Promise.all(this.#places);
      grace.abort();
      await killing;
    })();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.shutdown();
  }
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // gone
  }
}

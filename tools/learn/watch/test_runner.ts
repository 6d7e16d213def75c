// Keeps one test process ready that has loaded everything but the learner's file, and lets it go on at a save.
import type { Job } from "../../course/job.ts";
import { startLesson, type WaitingRun } from "../../course/run_lesson.ts";
import type { Verdict } from "../../course/verdict.ts";

export class TestRunner {
  readonly #job: Job;
  readonly #root: string;
  #waiting: Promise<WaitingRun> | undefined;
  #current: WaitingRun | undefined;
  #turn = 0;
  #isClosed = false;

  constructor(job: Job, root: string) {
    this.#job = job;
    this.#root = root;
  }

  /** Starts a process for the next run, unless one is waiting. */
  prepare(): void {
    if (!this.#isClosed) this.#waiting ??= this.#start();
  }

  /** Ends the waiting process: what it has loaded has changed. */
  async discard(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    await (await waiting)?.cancel();
  }

  /** Runs the tests on the file as it is now, in place of a run that is under way; undefined when replaced itself. */
  async run(): Promise<Verdict | undefined> {
    const turn = ++this.#turn;
    await this.#current?.cancel();
    if (turn !== this.#turn) return undefined;
    const run = await this.#take();
    if (turn !== this.#turn) return await this.#giveBack(run);
    this.#current = run;
    const verdict = await run.go();
    if (this.#current === run) this.#current = undefined;
    return turn === this.#turn ? verdict : undefined;
  }

  /** Ends everything that runs or waits. */
  async close(): Promise<void> {
    this.#turn++;
    this.#isClosed = true;
    await Promise.all([this.#current?.cancel(), this.discard()]);
  }

  async #take(): Promise<WaitingRun> {
    const waiting = this.#waiting ?? this.#start();
    this.#waiting = undefined;
    const run = await waiting;
    if (!run.hasEnded) return run;
    await run.cancel(); // somebody killed it while it waited
    return await this.#start();
  }

  /** A newer save came while the process started: it can have it. */
  async #giveBack(run: WaitingRun): Promise<undefined> {
    if (this.#isClosed || this.#waiting !== undefined) await run.cancel();
    else this.#waiting = Promise.resolve(run);
  }

  #start(): Promise<WaitingRun> {
    return startLesson(this.#job, { root: this.#root });
  }
}

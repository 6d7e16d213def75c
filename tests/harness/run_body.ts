import { TestContext } from "./context.ts";
import type { HarnessEvent } from "./events.ts";
import { Finding, LeakFailure, TimeoutFailure } from "./failure.ts";
import { inspectValue } from "./inspect.ts";
import type { TestBody } from "./lesson.ts";
import type { Lifeline } from "./lifeline.ts";
import type { Registry } from "./registry.ts";
import type { Subject } from "./subject.ts";

/** Rejections and exceptions that nobody handled since the last look, in a running test. */
export interface Unheard {
  isTestRunning: boolean;
  readonly errors: unknown[];
}

/** What all tests of one file share. */
export interface Run<Module> {
  readonly slug: string;
  readonly events: (event: HarnessEvent) => void;
  readonly subject: Subject<Module>;
  readonly registry: Registry;
  readonly lifeline: Lifeline;
  readonly unheard: Unheard;
  /** How slow this machine is now, at least 1. */
  readonly factor: number;
  /** Tests do not start after this time (Date.now). */
  readonly endAt: number;
}

/** A body that did not pass: what it threw, and the call that it announced last. */
export interface Outcome {
  readonly error: unknown;
  readonly called: string | undefined;
}

/** How long an abandoned body may take to notice that its children were killed, in ms before the factor. */
const SETTLE_MS = 300;
/** How long closing what a test opened may take, in ms before the factor. */
const CLEAN_MS = 600;
/** How long a process that was already told to go may take to be gone, in ms before the factor. */
const LEFTOVER_MS = 300;

/** Runs one test body under its deadline, cleans up on every path out; undefined when it passed. */
export async function runBody<Module>(
  run: Run<Module>,
  test: { id: string; body: TestBody<Module>; softMs: number },
): Promise<Outcome | undefined> {
  if (Date.now() > run.endAt) {
    const message = "not run: the tests before it used up this lesson's time";
    return { error: new TimeoutFailure(message), called: undefined };
  }
  const abort = new AbortController();
  const deferred: (() => unknown)[] = [];
  let context: TestContext<Module> | undefined;
  const body = async () => {
    const module = await run.subject.load();
    context = new TestContext(module, run.subject, { signal: abort.signal, deferred });
    await test.body(context);
  };
  run.registry.beginTest();
  run.lifeline.arm(test.id, test.softMs, run.factor);
  const failures: unknown[] = [];
  const running = body().catch((error) => void failures.push(error));
  const overdue = await waitAtMost(running, test.softMs);
  run.lifeline.showAlive();
  const called = context?.called; // an overdue body may go on and announce other calls
  if (overdue) {
    const timeout = new TimeoutFailure(describeHang(run, test.softMs, context !== undefined));
    failures.unshift(timeout);
    abort.abort(timeout);
  }
  failures.push(...await clean(run, deferred, failures.length === 0));
  if (overdue) await waitAtMost(running, SETTLE_MS * run.factor);
  run.lifeline.disarm();
  // a body that went on because the lifeline had freed it is no pass
  const frozen = run.lifeline.cause;
  if (frozen !== undefined) return { error: new TimeoutFailure(frozen), called };
  return failures.length === 0 ? undefined : { error: failures[0], called };
}

/** Resolves to true when `promise` is still pending after `ms`: a bound on failure, not a pause. */
async function waitAtMost(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const { promise: bound, resolve } = Promise.withResolvers<true>();
  const timer = setTimeout(() => resolve(true), ms);
  try {
    return await Promise.race([promise.then(() => false), bound]);
  } finally {
    clearTimeout(timer);
  }
}

function describeHang<Module>(run: Run<Module>, softMs: number, isLoaded: boolean): string {
  const { isAlone, waits, open } = run.registry.explainHang(new Set([run.lifeline.tid]));
  const still = `still waiting after ${(softMs / 1000).toFixed(1)} s`;
  if (!isAlone) return [`${still}:`, ...waits].join("\n");
  const where = isLoaded ? "" : " for your file to be loaded";
  const children = run.registry.hasStarted ? ", and no child process is alive any more" : "";
  const promise = `${still}${where}${children}: a promise that nobody settles`;
  // a thread that blocks for a promise tells more than a list of what is open
  if (waits.length > 0 || open === undefined) return [promise, ...waits].join("\n");
  return [promise, open].join("\n");
}

/** Undoes what the test did, then looks for what the learner's code left behind. */
async function clean<Module>(
  run: Run<Module>,
  deferred: (() => unknown)[],
  isGreen: boolean,
): Promise<unknown[]> {
  const failures: unknown[] = [];
  const isStuck = await waitAtMost(undoAll(deferred, failures), CLEAN_MS * run.factor);
  if (isStuck) failures.push(new TimeoutFailure("what the test opened could not be closed again"));
  const leftovers = isGreen ? await listLeftovers(run) : [];
  await run.registry.killAll();
  const things = run.registry.removeThings();
  await new Promise<void>((resolve) => setTimeout(resolve, 0)); // lets unhandled errors surface
  for (const error of run.unheard.errors.splice(0)) {
    failures.push(
      new Finding(`thrown where nobody handles it: ${inspectValue(error)}`, { cause: error }),
    );
  }
  if (leftovers.length > 0) {
    const what = leftovers.length === 1 ? "1 process" : `${leftovers.length} processes`;
    failures.push(new LeakFailure(`your code left ${what} running: ${leftovers.join("; ")}`));
  }
  if (isGreen && things.length > 0) {
    failures.push(new LeakFailure(`your code left behind ${things.join("; ")}`));
  }
  return failures;
}

/** Runs what the test deferred, last registered first, whatever fails on the way. */
async function undoAll(deferred: (() => unknown)[], failures: unknown[]): Promise<void> {
  for (const undo of deferred.reverse()) {
    try {
      await undo();
    } catch (error) {
      failures.push(error);
    }
  }
}

/** Processes that outlive the test. One that was killed just now gets a moment to be gone. */
async function listLeftovers<Module>({ registry, factor }: Run<Module>): Promise<string[]> {
  const endAt = performance.now() + LEFTOVER_MS * factor;
  for (;;) {
    const alive = registry.listAlive();
    if (alive.length === 0) return [];
    if (performance.now() > endAt) {
      return [...alive, ...registry.listZombies()].map((facts) => registry.describe(facts));
    }
    await new Promise<void>((resolve) => setTimeout(resolve, 2)); // a poll must let others run
  }
}

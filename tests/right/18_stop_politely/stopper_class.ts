// @style class: one object for each child, with a state; promises without await

import process from "node:process";
import type { Argv } from "#lib/argv.ts";

export interface Stopped {
  status: Deno.CommandStatus;
  escalated: boolean;
}

type Delay = (ms: number, signal: AbortSignal) => Promise<void>;

export function spawnGroup(
  [program, ...args]: Argv,
  { args: _, detached: __, ...rest }: Deno.CommandOptions = {},
): Deno.ChildProcess {
  return new Deno.Command(program, { args, detached: true, ...rest }).spawn();
}

export function stop(
  child: Deno.ChildProcess,
  o: { graceMs?: number; group?: boolean; delay?: Delay } = {},
): Promise<Stopped> {
  return Stopper.of(child).stop(o.graceMs ?? 5_000, o.group === true, o.delay ?? waitByTimer);
}

class Stopper {
  static readonly #all = new WeakMap<Deno.ChildProcess, Stopper>();

  static of(child: Deno.ChildProcess): Stopper {
    const stopper = Stopper.#all.get(child) ?? new Stopper(child);
    Stopper.#all.set(child, stopper);
    return stopper;
  }

  readonly #child: Deno.ChildProcess;
  #state: "running" | "ended" = "running";
  #result: Promise<Stopped> | undefined;
  #escalated = false;

  constructor(child: Deno.ChildProcess) {
    this.#child = child;
    child.status.then(() => this.#state = "ended");
  }

  stop(graceMs: number, group: boolean, delay: Delay): Promise<Stopped> {
    this.#result ??= Promise.resolve() // a turn for the status of who has ended before
      .then(() => this.#state === "running" ? this.#end(graceMs, group, delay) : undefined)
      .then(() => this.#child.status)
      .then((status) => ({ status, escalated: this.#escalated }));
    return this.#result;
  }

  #end(graceMs: number, group: boolean, delay: Delay): Promise<void> {
    const over = new AbortController();
    const target = group && this.#leads() ? -this.#child.pid : this.#child.pid;
    this.#send(target, "SIGTERM");
    this.#send(target, "SIGCONT");
    delay(graceMs, over.signal).then(() => {
      if (this.#state === "running") this.#escalated = this.#send(target, "SIGKILL");
    }, () => {});
    return this.#child.status.then(() => {
      over.abort();
      if (target < 0) this.#send(target, "SIGKILL");
    });
  }

  #leads(): boolean {
    return this.#send(-this.#child.pid, 0);
  }

  /** In state "running" the child is not reaped, so its number is its own. */
  #send(target: number, signal: Deno.Signal | 0): boolean {
    try {
      process.kill(target, signal);
      return true;
    } catch {
      return false;
    }
  }
}

function waitByTimer(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.onabort = () => (clearTimeout(timer), reject(signal.reason));
  });
}

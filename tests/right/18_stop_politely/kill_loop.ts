// @style table: the steps are data, a loop takes them one after the other until the child has ended

import type { Argv } from "#lib/argv.ts";

export interface Stopped {
  status: Deno.CommandStatus;
  escalated: boolean;
}

interface How {
  graceMs?: number;
  group?: boolean;
  delay?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export function spawnGroup(cmd: Argv, o?: Deno.CommandOptions): Deno.ChildProcess {
  const command = new Deno.Command(
    cmd[0],
    Object.assign({}, o, { args: cmd.slice(1), detached: true }),
  );
  return command.spawn();
}

const results = new WeakMap<Deno.ChildProcess, Promise<Stopped>>();

export function stop(child: Deno.ChildProcess, how: How = {}): Promise<Stopped> {
  let result = results.get(child);
  if (result === undefined) {
    result = run(child, how);
    results.set(child, result);
  }
  return result;
}

async function run(child: Deno.ChildProcess, how: How): Promise<Stopped> {
  const graceMs = how.graceMs ?? 5000;
  let status: Deno.CommandStatus | undefined;
  const ended = child.status.then((its) => {
    status = its;
  });
  await new Promise<void>((resolve) => setTimeout(resolve, 0)); // a turn for the status
  if (status !== undefined) return { status, escalated: false };

  const steps: [Deno.Signal[], number][] = [[["SIGCONT", "SIGTERM", "SIGCONT"], graceMs], [[
    "SIGKILL",
  ], Infinity]];
  let escalated = false;
  for (const [signals, ms] of steps) {
    if (status !== undefined) break;
    for (const signal of signals) escalated = signalTo(child, signal, how) && signal === "SIGKILL";
    const timer = new AbortController();
    const wait = how.delay ?? realDelay;
    await (ms === Infinity ? ended : Promise.race([ended, wait(ms, timer.signal).catch(() => {})]));
    timer.abort();
  }
  if (how.group) signalTo(child, "SIGKILL", how);
  return { status: await child.status, escalated };
}

function signalTo(child: Deno.ChildProcess, signal: Deno.Signal, how: How): boolean {
  const targets = how.group ? [() => Deno.kill(-child.pid, signal)] : [];
  for (const send of [...targets, () => child.kill(signal)]) {
    try {
      send();
      return true;
    } catch {
      // no such group, or no such child any more
    }
  }
  return false;
}

function realDelay(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    reject(signal.reason);
  });
  return promise;
}

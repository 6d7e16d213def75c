// @test stop-politely/T1
// @says "still waiting after"
// @mistake waiting for the whole grace before looking whether the child has ended

import type { Argv } from "#lib/argv.ts";

export interface Stopped {
  status: Deno.CommandStatus;
  escalated: boolean;
}

interface Options {
  graceMs?: number;
  group?: boolean;
  delay?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export function spawnGroup(
  [program, ...args]: Argv,
  o: Deno.CommandOptions = {},
): Deno.ChildProcess {
  return new Deno.Command(program, { ...o, args, detached: true }).spawn();
}

const stopping = new WeakMap<Deno.ChildProcess, Promise<Stopped>>();

export function stop(child: Deno.ChildProcess, o: Options = {}): Promise<Stopped> {
  const running = stopping.get(child) ?? stopOnce(child, o);
  stopping.set(child, running);
  return running;
}

async function stopOnce(
  child: Deno.ChildProcess,
  { graceMs = 5_000, group = false, delay = waitByTimer }: Options,
): Promise<Stopped> {
  const send = group ? sendToGroup : sendToChild;
  const before = await Promise.race([child.status, undefined]);
  if (before !== undefined) return { status: before, escalated: false };

  send(child, "SIGTERM");
  send(child, "SIGCONT");
  const grace = new AbortController();
  let escalated = true;
  child.status.then(() => escalated = false);
  await delay(graceMs, grace.signal);
  grace.abort();
  if (escalated) send(child, "SIGKILL");
  const status = await child.status;
  if (group) sendToGroup(child, "SIGKILL");
  return { status, escalated };
}

function sendToChild(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

function sendToGroup(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    Deno.kill(-child.pid, signal);
  } catch {
    sendToChild(child, signal);
  }
}

function waitByTimer(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => clearTimeout(timer));
  });
}

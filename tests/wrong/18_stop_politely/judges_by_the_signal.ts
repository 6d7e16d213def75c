// @test stop-politely/T17
// @says "escalated: true"
// @mistake taking each end by SIGKILL for its own

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
  await Promise.race([child.status, delay(graceMs, grace.signal)]);
  grace.abort();
  send(child, "SIGKILL");
  const status = await child.status;
  return { status, escalated: status.signal === "SIGKILL" };
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

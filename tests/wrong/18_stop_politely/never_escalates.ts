// @test stop-politely/T2
// @says "is alive"
// @mistake waiting for a child that refuses SIGTERM, for ever

import { setTimeout as sleep } from "node:timers/promises";
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

async function stopOnce(child: Deno.ChildProcess, o: Options): Promise<Stopped> {
  const { graceMs = 5_000, delay = (ms, signal) => sleep(ms, undefined, { signal }) } = o;
  const send = o.group ? sendToGroup : sendToChild;
  const before = await Promise.race([child.status, undefined]);
  if (before !== undefined) return { status: before, escalated: false };

  send(child, "SIGTERM");
  send(child, "SIGCONT");
  const grace = new AbortController();
  const hasObeyed = await Promise.race([
    child.status.then(() => true),
    delay(graceMs, grace.signal).then(() => false),
  ]);
  grace.abort();
  const escalated = !hasObeyed;
  const status = await child.status;
  if (o.group) sendToGroup(child, "SIGKILL");
  return { status, escalated };
}

function sendToChild(child: Deno.ChildProcess, signal: Deno.Signal): boolean {
  try {
    child.kill(signal);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function sendToGroup(child: Deno.ChildProcess, signal: Deno.Signal): boolean {
  try {
    Deno.kill(-child.pid, signal);
    return true;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return sendToChild(child, signal);
  }
}

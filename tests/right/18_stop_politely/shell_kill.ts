// @style programs: kill(1) sends the signals to groups, a stream tells what came first

import type { Argv } from "#lib/argv.ts";

export interface Stopped {
  status: Deno.CommandStatus;
  escalated: boolean;
}

export const spawnGroup = (cmd: Argv, o: Deno.CommandOptions = {}): Deno.ChildProcess => {
  const [program, ...args] = cmd;
  return new Deno.Command(program, { ...o, args, detached: true }).spawn();
};

const underWay = new WeakMap<Deno.ChildProcess, Promise<Stopped>>();

export function stop(
  child: Deno.ChildProcess,
  o: {
    graceMs?: number;
    group?: boolean;
    delay?: (ms: number, signal: AbortSignal) => Promise<void>;
  } = {},
): Promise<Stopped> {
  const known = underWay.get(child);
  if (known) return known;
  const work = stopNow(child, o.graceMs ?? 5e3, o.group ?? false, o.delay ?? delayByTimer);
  underWay.set(child, work);
  return work;
}

async function stopNow(
  child: Deno.ChildProcess,
  graceMs: number,
  group: boolean,
  delay: (ms: number, signal: AbortSignal) => Promise<void>,
): Promise<Stopped> {
  const signal = async (name: "TERM" | "CONT" | "KILL") =>
    group && await killGroup(name, child.pid) || killChild(`SIG${name}`, child);
  // SIGCONT does no harm to who runs
  if (!killChild("SIGCONT", child)) return { status: await child.status, escalated: false };
  await signal("TERM");
  await signal("CONT");

  const abort = new AbortController();
  const events = ReadableStream.from(firstOf([
    child.status.then(() => "ended"),
    delay(graceMs, abort.signal).then(() => "over", () => "over"),
  ]));
  let escalated = false;
  for await (const event of events) {
    abort.abort();
    if (event === "over") escalated = await signal("KILL");
  }
  const status = await child.status;
  if (group) await killGroup("KILL", child.pid);
  return { status, escalated };
}

async function* firstOf(events: Promise<string>[]): AsyncGenerator<string> {
  yield await Promise.race(events);
}

async function killGroup(name: string, groupId: number): Promise<boolean> {
  const args = ["-c", 'kill -s "$1" -- "-$2"', "sh", name, String(groupId)];
  const { success } = await new Deno.Command("sh", { args, stderr: "null" }).output();
  return success;
}

function killChild(signal: Deno.Signal, child: Deno.ChildProcess): boolean {
  try {
    child.kill(signal);
    return true;
  } catch {
    return false; // it is no more
  }
}

function delayByTimer(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const id = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(id);
      reject(signal.reason);
    }, { once: true });
  });
}

// Says in words who waits for whom: a snapshot of the kernel's facts in, sentences out. Nothing here reads /proc.
import { describeCall } from "./describe_call.ts";
import type { ProcessPicture, Scene, ThreadFacts } from "./snapshot.ts";

/** How many processes a chain of waits is followed, as in sh that waits for sh that waits for cat. */
const HOPS = 3;
/** Of more processes, only the number is told. */
const LINES = 6;

/** Describes each child in one line, then each thread of this process that blocks on behalf of a promise. */
export function describeWaits(scene: Scene): string[] {
  return [...describeChildren(scene), ...describeOwnThreads(scene)];
}

/** Describes each child in one line; who waits for a child of its own, together with that one. */
export function describeChildren(scene: Scene): string[] {
  const children = scene.processes.filter((one) => one.facts.pid !== scene.ownPid);
  const isInner = (one: ProcessPicture) =>
    children.some((other) => other.facts.pid === one.facts.parentPid);
  const told = new Set<number>(); // who is named at the end of a chain is not named again
  const lines: string[] = [];
  for (const one of [...children.filter((one) => !isInner(one)), ...children.filter(isInner)]) {
    if (told.has(one.facts.pid)) continue;
    lines.push(`${nameProcess(one)} ${describeProcessWait({ ...scene, told }, one, HOPS)}`);
  }
  const more = lines.length - LINES;
  const rest = more > 1 ? [`and ${more} more: does each of them start another?`] : [];
  return [...lines.slice(0, more > 1 ? LINES : undefined), ...rest];
}

/** Says what one thread of this process blocks in; undefined when the kernel does not tell. */
export function describeOwnThread(scene: Scene, tid: number): string | undefined {
  const own = scene.processes.find((one) => one.facts.pid === scene.ownPid);
  const thread = own?.threads.find((one) => one.tid === tid);
  if (own === undefined || thread?.call === undefined) return undefined;
  return describeCall(scene, own, thread);
}

function describeOwnThreads(scene: Scene): string[] {
  const own = scene.processes.find((one) => one.facts.pid === scene.ownPid);
  if (own === undefined) return [];
  return own.threads.filter((one) => one.tid !== scene.ownPid && !scene.harnessTids.has(one.tid))
    .filter(isTelling)
    .map((one) => {
      const who = isWorker(one)
        ? `your ${one.name.replace("worker-", "Worker ")}`
        : "your own process (a thread of it, for a promise that you wait for)";
      return `${who} ${describeCall(scene, own, one)}`;
    });
}

interface Telling extends Scene {
  readonly told: Set<number>;
}

function describeProcessWait(scene: Telling, process: ProcessPicture, hops: number): string {
  const { facts, threads } = process;
  if (facts.state === "T") return "is stopped (state T): it needs SIGCONT";
  if (facts.state === "Z") {
    return `has ended, but its parent ${facts.parentPid} has not waited for it: a zombie`;
  }
  if (facts.state === "R") return "is running";
  const asleep = `is alive and asleep (state ${facts.state})`;
  const [main, ...others] = threads;
  if (main?.call === undefined) return asleep;
  if (main.call.kind === "wait") return describeChildWait(scene, process, hops);
  if (main.call.kind === "timer") {
    return `${asleep}: it waits for a time to pass (${main.call.name})`;
  }
  if (main.call.kind === "signal") return `${asleep}: it waits for a signal (${main.call.name})`;
  if (main.call.kind !== "event") return describeCall(scene, process, main);
  const thread = others.find(isTelling);
  if (thread === undefined) return `${asleep}: it waits for an event (${main.call.name})`;
  const name = isWorker(thread)
    ? `its ${thread.name.replace("worker-", "Worker ")}`
    : "a thread of it";
  return `${asleep}: its event loop has nothing to do, and ${name} ${
    describeCall(scene, process, thread)
  }`;
}

function describeChildWait(scene: Telling, process: ProcessPicture, hops: number): string {
  const text = "waits for a child of its own to end";
  const [child] = scene.processes.filter((one) => one.facts.parentPid === process.facts.pid)
    .sort((a, b) => b.facts.pid - a.facts.pid);
  if (child === undefined) return text;
  scene.told.add(child.facts.pid);
  if (hops === 0) return `${text}: ${nameProcess(child)}, and so on`;
  return `${text}: ${nameProcess(child)}, which ${describeProcessWait(scene, child, hops - 1)}`;
}

/** Deno runs what a promise waits for in threads of this name; the idle ones sleep in futex. */
const POOL = /^tokio-runtime/;

/** A thread that works for the program, and whose call says something. Deno has others, such as one for signals. */
function isTelling(thread: ThreadFacts): boolean {
  if (thread.call === undefined || thread.state === "R") return false;
  const { kind } = thread.call;
  if (isWorker(thread)) return kind !== "event";
  return POOL.test(thread.name) && !["futex", "event", "timer", "signal"].includes(kind);
}

/** Deno names the thread of a Worker so. */
function isWorker(thread: ThreadFacts): boolean {
  return /^worker-\d+$/.test(thread.name);
}

function nameProcess(process: ProcessPicture): string {
  return `child ${process.facts.pid} (${process.commandLine})`;
}

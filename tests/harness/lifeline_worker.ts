import { openEvents } from "./events.ts";
import { FIRST, LAYOUT, type LifelineStart, readThread } from "./lifeline.ts";
import { killQuietly, listTagged, readText } from "./processes.ts";
import { readSnapshot, type Scene, type ThreadFacts } from "./snapshot.ts";
import { describeChildren, describeOwnThread } from "./who_waits.ts";

self.addEventListener("message", (event) => watch((event as MessageEvent<LifelineStart>).data));

/** Sleeps until a test is overdue, again and again; ends with the isolate it belongs to. */
function watch(start: LifelineStart): never {
  const control = new Int32Array(start.memory, 0, 8);
  const clocks = new Float64Array(start.memory, 0, 8);
  Atomics.store(control, LAYOUT.TID, tidOf(readThread()));
  let looked = -1; // the sequence number whose frozen main thread was already looked at
  for (;;) {
    const sequence = Atomics.load(control, LAYOUT.SEQUENCE);
    if (Atomics.load(control, LAYOUT.ARMED) === 0) {
      Atomics.wait(control, LAYOUT.SEQUENCE, sequence);
      continue;
    }
    const isSecondLook = looked === sequence;
    const at = clocks[isSecondLook ? LAYOUT.HARD_AT : LAYOUT.FROZEN_AT] ?? 0;
    const leftMs = at - Date.now();
    if (leftMs > 0) {
      Atomics.wait(control, LAYOUT.SEQUENCE, sequence, leftMs);
      continue;
    }
    if (isSecondLook) endProcess(start, control, sequence);
    looked = sequence;
    if (Atomics.load(control, LAYOUT.FIRST) === sequence) helpFrozen(start, control, sequence);
  }
}

/** Says why the main thread does not answer, and frees it where a peer's move can do that. */
function helpFrozen(start: LifelineStart, control: Int32Array, sequence: number): void {
  const scene = look(start);
  const fifo = findBlockedOpen(start.thread, scene);
  const cause = fifo !== undefined
    ? `you froze the event loop: a synchronous open of the FIFO ${fifo} waits in open(2) for the other end. ` +
      "Nothing else in this process can run meanwhile: use await Deno.open()"
    : describeBlocked(start.thread, scene);
  // the look took a while: the main thread may have come back, and be in the next test
  if (Atomics.compareExchange(control, LAYOUT.FIRST, sequence, FIRST.WORKER) !== sequence) return;
  publish(start, control, cause, false);
  if (fifo === undefined) return freeFromChild(start, scene);
  try {
    using _other = Deno.openSync(fifo, { read: true, write: true }); // O_RDWR never waits on Linux (fifo(7))
    Atomics.wait(control, LAYOUT.SEQUENCE, sequence, 1_000); // until the test moves on
  } catch {
    // not ours to open: the hard limit remains
  }
}

/** Ends the children that a synchronous call waits for, so that the next tests get their turn. */
function freeFromChild(start: LifelineStart, scene: Scene): void {
  if (findThread(start.thread, scene)?.call?.kind !== "wait") return;
  for (const facts of listTagged(start.tag)) killQuietly(facts.pid, Deno.kill);
}

/** Ends the process, unless the test has ended while this one looked. */
function endProcess(start: LifelineStart, control: Int32Array, sequence: number): void {
  const cause = readCause(control) ?? describeBlocked(start.thread, look(start));
  if (Atomics.load(control, LAYOUT.SEQUENCE) !== sequence) return;
  Atomics.store(control, LAYOUT.FIRST, FIRST.WORKER);
  publish(start, control, cause, true);
  for (const facts of listTagged(start.tag)) killQuietly(facts.pid, Deno.kill);
  Deno.kill(Deno.pid, "SIGKILL");
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function publish(start: LifelineStart, control: Int32Array, cause: string, fatal: boolean): void {
  const id = readBytes(start.memory, LAYOUT.ID_OFFSET, control[LAYOUT.ID_LENGTH] ?? 0);
  const bytes = new TextEncoder().encode(cause).subarray(
    0,
    LAYOUT.BYTE_COUNT - LAYOUT.CAUSE_OFFSET,
  );
  new Uint8Array(start.memory).set(bytes, LAYOUT.CAUSE_OFFSET);
  Atomics.store(control, LAYOUT.CAUSE_LENGTH, bytes.length);
  Atomics.notify(control, LAYOUT.CAUSE_LENGTH);
  openEvents(start.eventsPath)({ type: "stuck", id, cause, fatal });
  const ending = fatal
    ? "\nThe test process had to be ended: no time-out reaches a blocking system call."
    : "";
  Deno.stderr.writeSync(new TextEncoder().encode(`\n${id}: ${cause}${ending}\n`));
}

function readCause(control: Int32Array): string | undefined {
  const length = Atomics.load(control, LAYOUT.CAUSE_LENGTH);
  return length === 0 ? undefined : readBytes(control.buffer, LAYOUT.CAUSE_OFFSET, length);
}

function readBytes(memory: ArrayBufferLike, offset: number, length: number): string {
  return new TextDecoder().decode(new Uint8Array(memory, offset, length).slice());
}

function look(start: LifelineStart): Scene {
  const harnessTids = new Set([tidOf(readThread()), tidOf(start.thread)]);
  return { ...readSnapshot(listTagged(start.tag)), names: new Map(), harnessTids };
}

/** The path of the FIFO that the main thread is opening right now. */
function findBlockedOpen(thread: string | undefined, scene: Scene): string | undefined {
  const main = findThread(thread, scene);
  if (main?.call?.kind !== "open" || main.path === undefined) return undefined;
  try {
    return Deno.statSync(main.path).isFifo ? main.path : undefined;
  } catch {
    return undefined;
  }
}

function findThread(thread: string | undefined, scene: Scene): ThreadFacts | undefined {
  const own = scene.processes.find((one) => one.facts.pid === scene.ownPid);
  return own?.threads.find((one) => one.tid === tidOf(thread));
}

function describeBlocked(thread: string | undefined, scene: Scene): string {
  const [call] = readSyscall(thread);
  if (call === "running" || call === undefined) {
    return "your code has been computing without a pause, so nothing else could run: " +
      "is there a loop that never awaits, or that never ends?";
  }
  const froze = "you froze the event loop: a synchronous call blocks the main thread";
  const wait = describeOwnThread(scene, tidOf(thread));
  const children = describeChildren(scene);
  if (wait !== undefined) return [`${froze}: it ${wait}`, ...children].join("\n");
  const wchan = readText(`/proc/${thread}/wchan`)?.trim();
  const place = wchan === undefined || wchan === "0"
    ? `system call ${call}`
    : `the kernel's ${wchan}`;
  return [`${froze} (in ${place})`, ...children].join("\n");
}

function readSyscall(thread: string | undefined): string[] {
  return thread === undefined ? [] : (readText(`/proc/${thread}/syscall`) ?? "").trim().split(" ");
}

/** The number at the end of a thread's entry, as in "4711/task/4713". */
function tidOf(thread: string | undefined): number {
  return Number(thread?.replace(/^.*\//, "") ?? 0);
}

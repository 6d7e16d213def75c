import {
  describeProcess,
  killQuietly,
  listPids,
  listTagged,
  type ProcessFacts,
  readProcess,
} from "../../tests/harness/processes.ts";
import { interrupted } from "./interrupt.ts";
import { isSealed } from "./is_sealed.ts";

export interface RunGroupOptions {
  readonly cwd: string;
  /** Added to this process's environment. @default {} */
  readonly env?: Readonly<Record<string, string>>;
  /** Leaves this process's environment out, for programs that must not see it. @default false */
  readonly clearEnv?: boolean;
  /** After this long the whole group is killed. Called again when it has passed, to extend it. */
  readonly wallMs: () => number;
  /** More output than this ends the run. @default 4 MiB */
  readonly outputBytes?: number;
  readonly signal?: AbortSignal;
}

/** Why a run was ended from outside; undefined when it ended by itself. */
export type KillCause = "wall" | "output" | "stopped" | "aborted";

export interface GroupResult {
  readonly code: number;
  readonly signal: Deno.Signal | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly killed: KillCause | undefined;
  /** Command lines of processes that outlived the program and were killed here. */
  readonly leftovers: readonly string[];
  readonly ms: number;
}

const OUTPUT_BYTES = 4 * 1024 * 1024;
const LOOK_EVERY_MS = 100;
/** A process that was told to go may take this long to be gone. */
const LEFTOVER_MS = 300;
/** What the dead have printed is read within this time; who holds the pipe longer cannot be found by its tag. */
const HELD_PIPE_MS = 2_000;

/**
 * Runs a program in a process group of its own and leaves nothing of it behind: the group is killed, and so is
 * every process that inherited the tag `IPC_RUN`, also one that left the group by setsid(2). Of a sandbox its init is ended,
 * and all in it with that; an account that somebody has made for a run is ended by who made it.
 */
export async function runGroup(
  argv: readonly [string, ...string[]],
  options: RunGroupOptions,
): Promise<GroupResult> {
  const group = startGroup(argv, options);
  group.startClock();
  return await group.result;
}

/** A program that runs in a process group of its own. */
export interface Group {
  readonly result: Promise<GroupResult>;
  /** Whether the program has ended. */
  readonly hasEnded: boolean;
  /** Lets its time begin: until then it may wait for as long as it likes. */
  readonly startClock: () => void;
}

/** Starts a program as {@linkcode runGroup} does; its time begins with `startClock()`. */
export function startGroup(
  argv: readonly [string, ...string[]],
  options: RunGroupOptions,
): Group {
  let start = performance.now();
  let hasEnded = false;
  const id = crypto.randomUUID();
  const [program, ...args] = argv;
  let others = new Set(listPids()); // they ran before: to look at each of them takes longer than all the rest
  const child = new Deno.Command(program, {
    args,
    cwd: options.cwd,
    env: { ...options.env, IPC_RUN: id },
    clearEnv: options.clearEnv ?? false,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    detached: true,
  }).spawn();
  let killed: KillCause | undefined;
  const kill = (cause: KillCause) => {
    killed ??= cause;
    killQuietly(-child.pid, Deno.kill);
  };
  const unlisten = listenForAbort(options, () => kill("aborted"));
  const room = { bytes: options.outputBytes ?? OUTPUT_BYTES };
  const stdout = collect(child.stdout, room, () => kill("output"));
  const stderr = collect(child.stderr, room, () => kill("output"));
  let timer: ReturnType<typeof setInterval> | undefined;
  const finish = async (): Promise<GroupResult> => {
    const status = await child.status;
    hasEnded = true;
    clearInterval(timer);
    unlisten();
    const leftovers = await sweep(() => listOwn(`IPC_RUN=${id}`, others), killed !== undefined);
    killQuietly(-child.pid, Deno.kill);
    const held = setTimeout(() => [stdout, stderr].forEach(({ stop }) => stop()), HELD_PIPE_MS);
    const texts = await Promise.all([stdout.text, stderr.text]);
    clearTimeout(held);
    return {
      code: status.code,
      signal: status.signal,
      stdout: texts[0],
      stderr: texts[1],
      killed,
      leftovers,
      ms: Math.round(performance.now() - start),
    };
  };
  return {
    result: finish(),
    get hasEnded() {
      return hasEnded;
    },
    startClock() {
      start = performance.now();
      others = others.intersection(new Set(listPids())); // it may have waited for hours: a pid comes back
      if (!hasEnded) timer ??= watchGroup(child.pid, { start, options, kill });
    },
  };
}

/** Calls `abort` when the caller loses interest, or the user has pressed Ctrl-C; returns what ends that. */
function listenForAbort(options: RunGroupOptions, abort: () => void): () => void {
  const signals = [interrupted, options.signal];
  for (const signal of signals) {
    signal?.addEventListener("abort", abort);
    if (signal?.aborted) abort();
  }
  return () => {
    for (const signal of signals) signal?.removeEventListener("abort", abort);
  };
}

/** Looks at the group now and then: is its time up, is it stopped? */
function watchGroup(
  pid: number,
  run: { start: number; options: RunGroupOptions; kill: (cause: KillCause) => void },
): ReturnType<typeof setInterval> {
  let wallMs = 0;
  return setInterval(() => {
    if (readProcess(pid)?.state === "T") run.kill("stopped");
    const ms = performance.now() - run.start;
    if (ms > wallMs) wallMs = run.options.wallMs(); // it may read a file: not at every look
    if (ms > wallMs) run.kill("wall");
  }, LOOK_EVERY_MS);
}

/** Lists the live processes that have this tag; `others` grows by those that somebody else will end. */
function listOwn(tag: string, others: Set<number>): ProcessFacts[] {
  for (const pid of listPids()) if (!others.has(pid) && isSealed(pid)) others.add(pid);
  return listTagged(tag, others);
}

/** Kills what outlived the program; a run that was cut short has an excuse, so nothing is blamed on it. */
async function sweep(listAlive: () => ProcessFacts[], isExcused: boolean): Promise<string[]> {
  const endAt = performance.now() + (isExcused ? 0 : LEFTOVER_MS);
  let alive = listAlive();
  while (alive.length > 0 && performance.now() < endAt) {
    await new Promise<void>((resolve) => setTimeout(resolve, 5)); // a poll must let others run
    alive = listAlive();
  }
  const names = isExcused ? [] : alive.map(describeProcess);
  // a process may start another while it is being killed: go on until nobody is left
  for (; alive.length > 0; alive = listAlive()) {
    for (const facts of alive) killQuietly(facts.pid, Deno.kill);
    await new Promise<void>((resolve) => setTimeout(resolve, 1)); // SIGKILL takes effect when they run next
  }
  return names;
}

/** Reads until the end, or until `stop()`: one process that is left can hold the pipe open for ever. */
function collect(
  stream: ReadableStream<Uint8Array>,
  room: { bytes: number },
  overflow: () => void,
): { text: Promise<string>; stop: () => void } {
  const reader = stream.getReader();
  const read = async () => {
    const decoder = new TextDecoder();
    let text = "";
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      if (room.bytes <= 0) continue; // drained, so that nobody blocks on it while it is being killed
      text += decoder.decode(chunk.value.subarray(0, room.bytes), { stream: true });
      room.bytes -= chunk.value.length;
      if (room.bytes <= 0) overflow();
    }
    return text;
  };
  return { text: read(), stop: () => void reader.cancel().catch(() => {}) };
}

// Keeps track of what a test file starts, whoever starts it, by standing in front of Deno.Command, Deno.kill and Deno.dlopen.
import { guardedKill } from "./guarded_kill.ts";
import { MadeThings } from "./made_things.ts";
import { makeNotingDlopen } from "./noting_dlopen.ts";
import {
  describeProcess,
  hasProc,
  isGone,
  killQuietly,
  listPids,
  listTagged,
  listZombies,
  type ProcessFacts,
  readProcess,
} from "./processes.ts";
import { describeOpen, readOpenObjects } from "./open_resources.ts";
import { nameStreams, readSnapshot } from "./snapshot.ts";
import { describeWaits } from "./who_waits.ts";
import { readWaitsByPs } from "./who_waits_ps.ts";

const RealCommand = Deno.Command;
const realKill = Deno.kill;

/** One started process, and the line of the learner's file that started it. */
interface Started {
  readonly child: Deno.ChildProcess;
  readonly at: string | undefined;
  ended: boolean;
}

/** What the kernel knows of a test that does not end. */
export interface HangFacts {
  /** Whether no process of the test is left. */
  readonly isAlone: boolean;
  /** Who waits for whom, a line each. */
  readonly waits: readonly string[];
  /** What this process has opened since its tests were loaded; undefined when that is nothing. */
  readonly open: string | undefined;
}

export class Registry {
  readonly #uuid = crypto.randomUUID();
  readonly #subject: { url: string; path: string };
  readonly #streams = new Map<string, { pid: number; name: string }>();
  /** What was said of earlier tests: a thread that is stuck stays so, and is not this test's business. */
  readonly #told = new Set<string>();
  #openBefore: ReadonlySet<string> = new Set();
  readonly #made = new MadeThings();
  readonly #pids = new Set([Deno.pid]);
  /** The learner's lines that made a Command in this test; undefined for those of the test itself. */
  readonly #lines = new Set<string | undefined>();
  /** Processes that ran before this file started any. */
  #others: ReadonlySet<number> = new Set();
  #started: Started[] = [];

  constructor(subject: { url: string; path: string }) {
    this.#subject = subject;
  }

  /** What marks the environment of every process this file starts. */
  get tag(): string {
    return `IPC_TEST=${this.#uuid}`;
  }

  /** Puts the recording Command and the guarded kill in place, for this isolate. */
  install(): void {
    const add = (child: Deno.ChildProcess) => this.#add(child);
    const note = (command: string | URL, options: Deno.CommandOptions) => {
      const at = findLine(new Error().stack, this.#subject.url);
      this.#lines.add(at);
      this.#made.noteCommand(command, options, at);
    };
    const inherited = { IPC_TEST: this.#uuid, IPC_SUBJECT: this.#subject.path };
    class RecordingCommand extends RealCommand {
      constructor(command: string | URL, options: Deno.CommandOptions = {}) {
        // a cleared environment is the test's business: such a child is known by its handle alone
        super(
          command,
          options.clearEnv ? options : { ...options, env: { ...inherited, ...options.env } },
        );
        note(command, options);
      }
      override spawn(): Deno.ChildProcess {
        return add(super.spawn());
      }
    }
    Deno.Command = RecordingCommand;
    Deno.kill = guardedKill;
    Deno.dlopen = makeNotingDlopen((maker, name) => {
      this.#made.noteNative(maker, name, findLine(new Error().stack, this.#subject.url));
    });
    this.#openBefore = readOpenObjects();
    this.#others = new Set(listPids());
  }

  /** Whether this test has started a process by Deno.Command. */
  get hasStarted(): boolean {
    return this.#started.length > 0;
  }

  /** Children and grandchildren that are still there; children also when their environment was cleared. */
  listAlive(): ProcessFacts[] {
    const tagged = listTagged(this.tag, this.#others);
    const known = new Set(tagged.map((facts) => facts.pid));
    for (const { child: { pid }, ended } of this.#started) {
      const facts = ended || known.has(pid) || isGone(pid) ? undefined : readProcess(pid);
      if (facts !== undefined) tagged.push(facts);
    }
    return tagged;
  }

  /** Lists children of the living that have ended, and that their parents have not waited for. */
  listZombies(alive = this.listAlive()): ProcessFacts[] {
    return listZombies(new Set(alive.map((one) => one.pid)));
  }

  /**
   * Says of each process that is still there, and of each thread that blocks for a promise, what it waits for.
   * `harnessTids` are threads of this process that are none of the learner's.
   */
  explainHang(harnessTids: ReadonlySet<number>): HangFacts {
    const alive = this.listAlive();
    const scene = {
      ...readSnapshot([...alive, ...this.listZombies(alive)]),
      names: this.#streams,
      harnessTids,
    };
    const all = hasProc() ? describeWaits(scene) : readWaitsByPs(Deno.pid);
    const waits = all.filter((line) => !this.#told.has(line));
    for (const line of waits) this.#told.add(line);
    const isAlone = (hasProc() ? alive : all).length === 0;
    return { isAlone, waits, open: describeOpen(scene, this.#openBefore) };
  }

  /** Names a leftover process and, where known, the line that started it. */
  describe(facts: ProcessFacts): string {
    const own = this.#started.find((started) => started.child.pid === facts.pid);
    const [only] = this.#lines.size === 1 ? this.#lines : [];
    // a grandchild comes from a child; from which one is certain only when all were started by one line
    const origin = own?.at !== undefined
      ? `, started at ${own.at}`
      : own === undefined && only !== undefined
      ? `, started by a child that was started at ${only}`
      : "";
    return `${describeProcess(facts)} (pid ${facts.pid})${origin}`;
  }

  /** Starts watching what a test makes beside processes. */
  beginTest(): void {
    this.#lines.clear();
    this.#made.begin();
  }

  /** Removes FIFOs, socket files and queues that this test made and left behind; names each. Kill its processes first. */
  removeThings(): string[] {
    return this.#made.clear(this.#pids);
  }

  /** Kills and reaps all that is left; afterwards nothing of this test runs. */
  async killAll(): Promise<void> {
    const alive = this.listAlive();
    this.#made.noteSockets(alive);
    for (const started of this.#started) if (!started.ended) tryKill(started.child);
    for (const facts of alive) killQuietly(facts.pid, realKill);
    const open = this.#started.filter((started) => !started.ended);
    await Promise.all(open.map(({ child }) => child.status.catch(() => undefined)));
    this.#started = [];
    this.#streams.clear();
  }

  #add(child: Deno.ChildProcess): Deno.ChildProcess {
    const started: Started = {
      child,
      at: findLine(new Error().stack, this.#subject.url),
      ended: false,
    };
    this.#started.push(started);
    this.#pids.add(child.pid);
    for (const [object, name] of nameStreams(child.pid)) {
      this.#streams.set(object, { pid: child.pid, name });
    }
    child.status.then(() => started.ended = true, () => started.ended = true);
    return child;
  }
}

function tryKill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // already ended
  }
}

/** The innermost frame of `stack` that lies in the file `url`, as `path:line:column`. */
export function findLine(stack: string | undefined, url: string): string | undefined {
  for (const line of stack?.split("\n") ?? []) {
    const start = line.indexOf(url);
    if (start < 0) continue;
    const place = /^[^)\s]*?:\d+:\d+/.exec(line.slice(start))?.[0];
    if (place !== undefined) return decodeURIComponent(place.slice("file://".length));
  }
  return undefined;
}

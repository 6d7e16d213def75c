import { FILE_BUDGET_MS, HARD_AFTER_MS } from "../../tests/harness/deadline.ts";
import { type HarnessEvent, parseEvents } from "../../tests/harness/events.ts";
import { DENO_ENV } from "../proc/deno_env.ts";
import { type Group, type GroupResult, startGroup } from "../proc/run_group.ts";
import type { Job } from "./job.ts";
import { judgeRun } from "./judge_run.ts";
import { testFile } from "./lesson.ts";
import { shortName, type Verdict } from "./verdict.ts";

export interface RunLessonOptions {
  /** The course's folder. */
  readonly root: string;
  readonly signal?: AbortSignal;
  /** Runs the tests in random order. @default false */
  readonly shuffle?: boolean;
  /** Ends with the first red test: for who only wants to know whether there is one. @default false */
  readonly failFast?: boolean;
  /** Only these tests, as in `T3`. @default all */
  readonly only?: readonly string[];
  /** A program that runs the tests, as in `strace …`. @default none */
  readonly prefix?: readonly string[];
  /** Added to the environment of the run. @default {} */
  readonly env?: Readonly<Record<string, string>>;
}

/** A lesson's limit before the factor: its budget, the test that runs when it is used up, and Deno's own start. */
export const LESSON_LIMIT_MS = FILE_BUDGET_MS + 5_000 + HARD_AFTER_MS + 1_000;

/** Runs a lesson's tests against a subject, in a process group of its own, and says how it went. */
export async function runLesson(job: Job, options: RunLessonOptions): Promise<Verdict> {
  const dir = await Deno.makeTempDir({ prefix: "ipc-run-" });
  try {
    const group = startTests(job, dir, options);
    group.startClock();
    return await readVerdict(job, await group.result, { dir, options });
  } finally {
    await removeRun(dir);
  }
}

/** Removes a run's folder; what a killed test has closed even to its owner stays behind. */
async function removeRun(dir: string): Promise<void> {
  await Deno.remove(dir, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.PermissionDenied)) throw error;
  });
}

/** A test process that has loaded everything but the subject, and waits. */
export interface WaitingRun {
  /** Lets it go on: now it imports the subject and runs the tests. To be called once. */
  readonly go: () => Promise<Verdict>;
  /** Ends it unused. */
  readonly cancel: () => Promise<void>;
  /** Whether it ended before it was told to go on. */
  readonly hasEnded: boolean;
}

/** Starts a lesson's tests as {@linkcode runLesson} does, up to the moment when they need the subject. */
export async function startLesson(job: Job, options: RunLessonOptions): Promise<WaitingRun> {
  const dir = await Deno.makeTempDir({ prefix: "ipc-run-" });
  const goPath = `${dir}/go`;
  const made = await new Deno.Command("mkfifo", { args: [goPath] }).output();
  if (!made.success) {
    await removeRun(dir);
    throw new Error(`Cannot make a FIFO in ${dir}: ${new TextDecoder().decode(made.stderr)}`);
  }
  // open for reading too: open(2) must not wait for the test process. Held from now on: when this process dies, the
  // waiting one reads end-of-file
  const go = await Deno.open(goPath, { read: true, write: true });
  const cancelled = new AbortController();
  const signal = AbortSignal.any([cancelled.signal, ...options.signal ? [options.signal] : []]);
  const group = startTests(job, dir, {
    ...options,
    signal,
    env: { ...options.env, IPC_GO: goPath, IPC_PARENT: `${Deno.pid}` },
  });
  const verdict = group.result.then((result) => readVerdict(job, result, { dir, options }));
  const ended = verdict.finally(async () => {
    go.close();
    await removeRun(dir);
  });
  ended.catch(() => {}); // whoever calls go() or cancel() hears of it
  return {
    get hasEnded() {
      return group.hasEnded;
    },
    async go() {
      group.startClock();
      if (!group.hasEnded) await go.write(new Uint8Array(1));
      return await ended;
    },
    async cancel() {
      cancelled.abort();
      await ended;
    },
  };
}

function startTests(job: Job, dir: string, options: RunLessonOptions): Group {
  const eventsPath = `${dir}/events.jsonl`;
  const [program = Deno.execPath(), ...prefix] = options.prefix ?? [];
  const argv: [string, ...string[]] = [
    program,
    ...(options.prefix === undefined ? [] : [...prefix, Deno.execPath()]),
    ...["test", "-A", "--no-check", "--no-lock"],
    ...["--config", `${options.root}/deno.json`, `--junit-path=${dir}/junit.xml`],
    ...(options.shuffle ? ["--shuffle"] : []),
    ...(options.failFast ? ["--fail-fast"] : []),
    ...(options.only === undefined ? [] : [`--filter=/^(?:${options.only.join("|")}) /`]),
    testFile(job.lesson),
  ];
  return startGroup(argv, {
    cwd: options.root,
    // IPC_TMP: what a killed test leaves behind goes with the run's folder
    env: {
      ...DENO_ENV,
      IPC_TMP: dir,
      ...options.env,
      IPC_SUBJECT: job.subject.path,
      IPC_EVENTS: eventsPath,
    },
    wallMs: () => LESSON_LIMIT_MS * readFactor(eventsPath),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}

function readVerdict(
  job: Job,
  result: GroupResult,
  { dir, options }: { dir: string; options: RunLessonOptions },
): Verdict {
  const isWanted = (event: HarnessEvent) =>
    !("id" in event) || options.only?.includes(shortName(event.id)) !== false;
  return judgeRun(job, result, {
    events: parseEvents(readIfThere(`${dir}/events.jsonl`) ?? "").filter(isWanted),
    junit: readIfThere(`${dir}/junit.xml`),
  });
}

function readFactor(eventsPath: string): number {
  const file = parseEvents(readIfThere(eventsPath) ?? "").find((event) => event.type === "file");
  return file?.type === "file" ? file.factor : 20; // not measured yet: this machine is slow to start
}

function readIfThere(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}

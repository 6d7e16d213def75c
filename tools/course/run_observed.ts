import { measureFactor } from "../../tests/harness/deadline.ts";
import type { Json, ObservedCase, ObservedLesson } from "../../tests/harness/observed.ts";
import { toFileUrl } from "../../tests/harness/paths.ts";
import { Random } from "../../tests/harness/random.ts";
import { DENO_ENV } from "../proc/deno_env.ts";
import { makeOwnPlace } from "../proc/own_place.ts";
import type { GroupResult } from "../proc/run_group.ts";
import type { Job } from "./job.ts";
import { observedFile } from "./lesson.ts";
import type { OtherEnds } from "./other_ends.ts";
import { type Answer, type Launch, Side, sideArgs, type SideName } from "./side.ts";
import type { VerdictStatus } from "./verdict.ts";

export interface RunObservedOptions {
  /** The course's folder. */
  readonly root: string;
  /** Where the inputs come from. */
  readonly seed: number;
  /** Ends with the first red case: for who only wants to know whether there is one. @default false */
  readonly failFast?: boolean;
  /** Stretches all limits at least by this. @default 1 */
  readonly timeScale?: number;
  /** Where the sides run. @default as processes like this one */
  readonly openStage?: OpenStage;
  /** Lends the other end, which then serves further runs. @default one of its own for each run */
  readonly otherEnds?: OtherEnds;
  readonly signal?: AbortSignal;
}

/** Where both sides run; `${dir}/c/0` and so on are there for them, the directories of the cases. */
export interface Stage extends AsyncDisposable {
  readonly launch: (name: SideName, socket: string) => Launch | Promise<Launch>;
}

/** Makes a stage with a directory for each case. */
export type OpenStage = (dir: string, caseCount: number) => Promise<Stage>;

/** One observed case, judged. */
export interface ObservedResult {
  readonly name: string;
  /** What is wrong, for the learner; undefined when it passed. */
  readonly problem: string | undefined;
  readonly status: VerdictStatus;
  readonly ms: number;
}

/** What the observed cases say about one subject. */
export interface Observed {
  readonly results: readonly ObservedResult[];
  /** What cannot be said of a single case: it left processes, or did not end. */
  readonly problems: readonly string[];
  readonly ms: number;
}

type AnyLesson = ObservedLesson<unknown>;

/** How long one case may take, before the factor, in ms. */
const CASE_MS = 3_000;
/** How long a side may take to end after its last case, and attend() to stop, before the factor, in ms. */
const END_MS = 2_000;
/** How long a measured factor holds, in ms. */
const FACTOR_MS = 1_000;

/**
 * Runs the observed cases of a lesson: the module is used in a process of its own, by `observe()`; another one is the
 * other end of the channel, by `attend()`; this one makes the inputs and judges what was seen, and runs neither.
 */
export async function runObserved(job: Job, options: RunObservedOptions): Promise<Observed> {
  const start = performance.now();
  const path = `${options.root}/${observedFile(job.lesson)}`;
  const lesson: AnyLesson = await import(toFileUrl(path).href);
  const cases = lesson.cases(new Random(options.seed));
  const dir = await makeOwnPlace(); // short, see Side
  try {
    const { openStage = (dir, count) => openHere(job, { root: options.root, dir, count }) } =
      options;
    await using stage = await openStage(dir, cases.length);
    const factor = Math.max(measureNow(), options.timeScale ?? 1);
    const wallMs = (cases.length * (CASE_MS + END_MS) + END_MS) * factor;
    const open = (name: SideName) => Side.open(name, { ...options, ...stage, dir, wallMs });
    const { failFast = false, otherEnds } = options;
    const openOutside = () =>
      lesson.attend === undefined
        ? undefined
        : otherEnds?.take(job.lesson, stage.launch) ?? open("attend");
    const [inside, outside] = await Promise.all([open("observe"), openOutside()]);
    const sides = { inside, outside, wasLeftAlone: false };
    const run: Run = { ...sides, lesson, openOutside, dir, factor, failFast };
    const results = await runCases(cases, run);
    const leave = (side: Side) => otherEnds?.giveBack(job.lesson, side) ?? side.end(0);
    const leaving = run.outside === undefined ? undefined : leave(run.outside);
    const [end] = await Promise.all([inside.end(END_MS * factor), leaving]);
    const problems = inside.isLost ? [] : describeEnd(end, run.wasLeftAlone);
    return { results, problems, ms: Math.round(performance.now() - start) };
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

let measured = { at: -Infinity, factor: 1 };

/** How slow this machine is. Not measured each time: that keeps everybody waiting. */
function measureNow(): number {
  const now = performance.now();
  if (now - measured.at > FACTOR_MS) measured = { at: now, factor: measureFactor() };
  return measured.factor;
}

/** Opens a stage where both sides are processes like this one, with all that it may do. */
export async function openHere(
  { lesson, subject }: Job,
  { root, dir, count }: { root: string; dir: string; count: number },
): Promise<Stage> {
  for (let index = 0; index < count; index++) {
    await Deno.mkdir(`${dir}/c/${index}`, { recursive: true });
  }
  return {
    launch: (name, socket) => ({
      argv: [Deno.execPath(), "run", ...sideArgs(root, [name, socket, observedFile(lesson)])],
      env: { ...DENO_ENV, ...(name === "observe" ? { IPC_SUBJECT: subject.path } : {}) },
    }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

interface Run {
  readonly lesson: AnyLesson;
  readonly inside: Side;
  /** Replaced when it was left waiting by an inside that gave up. */
  outside: Side | undefined;
  /** Whether the inside may still wait for an outside that was ended. */
  wasLeftAlone: boolean;
  readonly openOutside: () => Promise<Side> | undefined;
  readonly dir: string;
  readonly factor: number;
  readonly failFast: boolean;
}

async function runCases(cases: readonly ObservedCase<Json>[], run: Run): Promise<ObservedResult[]> {
  const results: ObservedResult[] = [];
  for (const [index, { name, input }] of cases.entries()) {
    if (run.inside.isLost) { // the others would only wait
      const problem = "not run: the case before it did not end";
      results.push({ name, problem, status: results.at(-1)?.status ?? "crash", ms: 0 });
      continue;
    }
    if (run.outside?.isLost) {
      await run.outside.end(0);
      run.outside = await run.openOutside();
    }
    const start = performance.now();
    const { problem, status } = await runCase(input, run, `${run.dir}/c/${index}`);
    results.push({ name, problem, status, ms: Math.round(performance.now() - start) });
    if (problem !== undefined && run.failFast) break;
  }
  return results;
}

type Judged = Pick<ObservedResult, "problem" | "status">;

async function runCase(input: Json, run: Run, dir: string): Promise<Judged> {
  const { lesson, inside, outside, factor } = run;
  const limitMs = CASE_MS * factor;
  const over = new AbortController(); // the case's time is over
  const gone = new AbortController(); // and so is the time to stop
  const timer = setTimeout(() => over.abort(), limitMs);
  let later: ReturnType<typeof setTimeout> | undefined;
  try {
    const attending = outside?.ask({ input, dir, limitMs }, gone.signal);
    const reply = await inside.ask({ input, dir, limitMs }, over.signal);
    later = setTimeout(() => gone.abort(), "threw" in reply ? 0 : limitMs + END_MS * factor);
    const seen = await attending;
    run.wasLeftAlone ||= outside?.isLost === true;
    return decide(lesson, input, { reply, attended: seen });
  } finally {
    clearTimeout(timer);
    clearTimeout(later);
  }
}

function decide(
  lesson: AnyLesson,
  input: Json,
  { reply, attended }: { reply: Answer; attended: Answer | undefined },
): Judged {
  if ("threw" in reply) return { problem: reply.threw, status: reply.status };
  if (attended !== undefined && "threw" in attended) {
    const status = attended.status === "infra" ? "infra" : "fail";
    return { problem: `the other end says: ${attended.threw}`, status };
  }
  const problem = judge(lesson, { input, seen: reply.seen, outside: attended?.seen });
  return { problem, status: problem === undefined ? "pass" : "fail" };
}

function judge(
  lesson: AnyLesson,
  { input, seen, outside }: { input: Json; seen: Json; outside: Json | undefined },
): string | undefined {
  try {
    return lesson.judge(input, seen, outside);
  } catch (error) {
    return `what came back cannot be judged: ${error}`; // it comes from inside and may have any shape
  }
}

function describeEnd(end: GroupResult, wasLeftAlone: boolean): string[] {
  const problems = end.leftovers.map((name) => `left running: ${name}`);
  const isKilled = end.killed !== undefined;
  if (isKilled && !wasLeftAlone) problems.push("did not end after its last case");
  if (!isKilled && end.code !== 0) {
    problems.push(`ended with ${end.signal ?? end.code}: ${end.stderr}`);
  }
  return problems;
}

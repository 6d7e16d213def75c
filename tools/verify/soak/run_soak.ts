// The soak: a verdict that is right once may be luck. Every subject is judged many times, in random order, while the
// soak's own jobs are the load: a right program that fails is a false reject, a wrong one that passes a false accept.
import { type Lesson, stubFile, testFile } from "../../course/lesson.ts";
import { runLesson } from "../../course/run_lesson.ts";
import { hashFiles, listFiles } from "../cache.ts";
import type { Step } from "../plan.ts";
import { runPool } from "../../proc/run_pool.ts";
import { shuffle } from "../../proc/shuffle.ts";
import { findUsed, type SourceFile } from "./find_used.ts";
import { addRun, type SoakCount } from "./soak_counts.ts";

export interface SoakOptions {
  readonly root: string;
  /** How often solutions and right variants run; wrong variants a tenth as often, at least once. */
  readonly times: number;
  /** How many at a time: three per processor are a load that nothing else need bring. */
  readonly width: number;
  /** The day, as in 2026-11-25. */
  readonly date: string;
  /** Told after each run, to keep what was counted. */
  readonly onRun: (step: Step) => void;
  /** Ends the soak; the runs that it cuts off do not count. */
  readonly signal: AbortSignal;
  /** Told after each finished run. */
  readonly progress: (done: number, total: number, name: string) => void;
}

/** Names a subject in all lessons. */
export function soakKey(step: Step): string {
  return `${step.job.lesson.slug} ${step.name}`;
}

/** How often a subject is due. The stub is none: it says the same each time. */
export function dueRuns(step: Step, times: number): number {
  if (step.gate === "stub") return 0;
  return step.gate === "wrong" ? Math.ceil(times / 10) : times;
}

/** Counts of subjects by {@linkcode soakKey}. */
export type SoakTable = Map<string, SoakCount>;

/** Makes the table of some subjects, with what was counted before and is still true. */
export async function makeTable(
  root: string,
  steps: readonly Step[],
  before: ReadonlyMap<string, SoakCount>,
): Promise<SoakTable> {
  const base = await readBase(root);
  const table: SoakTable = new Map();
  for (const step of steps.filter((step) => step.gate !== "stub")) {
    const hash = await hashStep(root, step, base);
    const count = before.get(soakKey(step));
    table.set(soakKey(step), count?.hash === hash ? count : { hash, runs: 0, wrong: [] });
  }
  return table;
}

/** Runs each subject as often as it is still due; counts in the table. */
export async function runSoak(
  steps: readonly Step[],
  table: SoakTable,
  options: SoakOptions,
): Promise<void> {
  const { root, times, width, date, signal } = options;
  const due = steps.flatMap((step) => {
    const missing = dueRuns(step, times) - (table.get(soakKey(step))?.runs ?? 0);
    return Array<Step>(Math.max(0, missing)).fill(step);
  });
  shuffle(due);
  let done = 0;
  const tasks = due.map((step) => async () => {
    const verdict = await runLesson(step.job, { root, shuffle: true, signal });
    const count = table.get(soakKey(step));
    if (signal.aborted || count === undefined) return;
    table.set(soakKey(step), addRun(count, { problems: step.judge(verdict), date }));
    options.onRun(step);
    options.progress(++done, due.length, soakKey(step));
  });
  await runPool(tasks, width, signal);
}

/** What all runs share: the files that tests may use, and of the settings those that tests see. */
interface Base {
  readonly helpers: readonly SourceFile[];
  readonly settings: string;
}

async function readBase(root: string): Promise<Base> {
  const files = await listFiles(root, ["tests/harness", "tests/fixtures", "lessons/lib"]);
  const helpers = files.filter((file) => !file.endsWith("_test.ts")).map(readSource);
  const { imports, links, unstable, compilerOptions, test } = JSON.parse(
    await Deno.readTextFile(`${root}/deno.json`),
  );
  const settings = JSON.stringify({ imports, links, unstable, compilerOptions, test });
  return { helpers, settings: `${Deno.version.deno} ${settings}` };
}

/** Hashes what a run depends on; the same wherever the course lies, as the counts are kept with it. */
async function hashStep(root: string, step: Step, { helpers, settings }: Base): Promise<string> {
  const { lesson, subject } = step.job;
  const own = [`${root}/${testFile(lesson)}`, `${root}/${stubFile(lesson)}`, subject.path]
    .map(readSource);
  const files = [...own, ...findUsed(own.map(({ text }) => text), helpers)];
  const names = files.map(({ path }) => path.slice(root.length));
  const texts = files.map(({ text }) => text);
  return (await hashFiles([], [settings, ...names, ...texts].join("\0"))).slice(0, 16);
}

function readSource(path: string): SourceFile {
  return { path, text: Deno.readTextFileSync(path) };
}

/** The lessons of some steps, once each. */
export function lessonsOf(steps: readonly Step[]): Lesson[] {
  return [...new Set(steps.map((step) => step.job.lesson))];
}

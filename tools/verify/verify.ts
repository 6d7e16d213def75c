import type { Lesson } from "../course/lesson.ts";
import { lessonFile, stubFile } from "../course/lesson.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { runLesson } from "../course/run_lesson.ts";
import type { Verdict } from "../course/verdict.ts";
import { Cache, hashBase, hashJob } from "./cache.ts";
import { checkRepo } from "./check_repo.ts";
import type { CheckResult } from "./check_result.ts";
import { checkTypes } from "./check_types.ts";
import { checkCodeBlocks, checkDocs, checkRootDocs, runPatterns } from "./docs/mod.ts";
import { firstFacts } from "./judge_verdict.ts";
import { planSteps, type Step } from "./plan.ts";
import { runPool } from "./run_pool.ts";

export interface VerifyOptions {
  readonly root: string;
  /** A clean checkout: `lessons/` equals the stubs, and a skip is a failure. */
  readonly isStrict: boolean;
  /** Takes what passed before and has not changed since from the cache. */
  readonly isChangedOnly: boolean;
  readonly shuffle: boolean;
  /** Only these lessons, and not the repository as a whole. */
  readonly only: readonly Lesson[] | undefined;
  /** How many jobs at a time. */
  readonly width: number;
  /** Told after each finished check. */
  readonly progress: (done: number, total: number, name: string) => void;
}

export interface Verified {
  readonly lessons: readonly Lesson[];
  readonly steps: readonly Step[];
  readonly results: readonly CheckResult[];
}

/** Runs every gate and returns what each check found. */
export async function verify(options: VerifyOptions): Promise<Verified> {
  const lessons = options.only ?? await loadLessons(options.root);
  const steps = await planSteps(options.root, lessons);
  // most wrong variants only wait for their deadline: the compiler can have the processors meanwhile
  const [runs, types, repo] = await Promise.all([
    runSteps(options, steps),
    checkTypes(options.root, lessons, steps),
    options.only === undefined ? checkWhole(options) : [],
  ]);
  const results = [...runs.map((run) => run.result), ...types, ...repo];
  for (const lesson of lessons) {
    const stub = runs.find((run) => run.step.job.lesson === lesson && run.step.name === "stub");
    results.push(await checkLessonDocs(options.root, lesson, stub?.red));
  }
  const blocks = await timed(() => checkCodeBlocks(options.root, lessons));
  results.push(docsResult(undefined, "code blocks in READMEs and sheets", blocks));
  if (options.isStrict) results.push(...await checkClean(options.root, lessons), noSkips(results));
  return { lessons, steps, results };
}

/** Gates that look at the repository as a whole. */
async function checkWhole(options: VerifyOptions): Promise<CheckResult[]> {
  const pages = await timed(() => checkRootDocs(options.root));
  return [docsResult(undefined, "root pages", pages), ...await checkRepo(options.root, options)];
}

interface StepRun {
  readonly step: Step;
  readonly result: CheckResult;
  readonly red: ReturnType<typeof firstFacts>;
}

async function runSteps(options: VerifyOptions, steps: readonly Step[]): Promise<StepRun[]> {
  const cache = await Cache.open(`${options.root}/.ipc/verify.json`);
  const base = await hashBase(options.root);
  const keys = new Set<string>();
  let done = 0;
  const tasks = steps.map((step) => async (): Promise<StepRun> => {
    const { lesson, subject } = step.job;
    const key = await hashJob(base, { root: options.root, lesson, subject: subject.path });
    keys.add(key);
    const kept = options.isChangedOnly && step.name !== "stub" ? cache.get(key) : undefined;
    const run = kept === undefined
      ? await runStep(options, step)
      : { step, result: kept, red: undefined };
    if (run.result.problems.length === 0) cache.set(key, run.result);
    options.progress(++done, steps.length, `${lesson.slug} ${step.name}`);
    return run;
  });
  const runs = await runPool(tasks, options.width);
  await cache.save(keys);
  return runs;
}

async function runStep(options: VerifyOptions, step: Step): Promise<StepRun> {
  const verdict = await runLesson(step.job, { root: options.root, shuffle: options.shuffle });
  const skipped = verdict.tests.filter((test) => test.status === "skipped");
  const result: CheckResult = {
    gate: step.gate,
    slug: step.job.lesson.slug,
    name: step.name,
    problems: step.judge(verdict),
    skips: skipped.map((test) => `${test.id} ${test.reason}`),
    ms: verdict.ms,
    red: listRed(verdict),
  };
  return { step, result, red: firstFacts(verdict) };
}

function listRed(verdict: Verdict): string[] {
  const red = verdict.tests.filter((test) => test.status !== "pass" && test.status !== "skipped");
  return red.map((test) => test.id).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

async function checkLessonDocs(
  root: string,
  lesson: Lesson,
  red: ReturnType<typeof firstFacts>,
): Promise<CheckResult> {
  const found = await timed(async () => [
    ...await checkDocs(root, lesson, red),
    ...await runPatterns(root, lesson),
  ]);
  return docsResult(lesson.slug, "docs", found);
}

/** In a clean checkout each lesson is its pristine stub. */
async function checkClean(root: string, lessons: readonly Lesson[]): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const lesson of lessons) {
    const [mine, stub] = await Promise.all(
      [lessonFile(lesson), stubFile(lesson)].map((file) => Deno.readTextFile(`${root}/${file}`)),
    );
    const problem = `${lessonFile(lesson)} differs from ${stubFile(lesson)}`;
    results.push({
      gate: "stub",
      slug: lesson.slug,
      name: "lesson equals its stub",
      problems: mine === stub ? [] : [problem],
      skips: [],
      ms: 0,
    });
  }
  return results;
}

function noSkips(results: readonly CheckResult[]): CheckResult {
  const skips = [...new Set(results.flatMap((result) => result.skips))];
  const problems = skips.map((skip) => `skipped where nothing may be: ${skip}`);
  return { gate: "repo", slug: undefined, name: "nothing is skipped", problems, skips: [], ms: 0 };
}

interface Timed {
  readonly problems: string[];
  readonly ms: number;
}

async function timed(
  find: () => Promise<readonly { place: string; problem: string }[]>,
): Promise<Timed> {
  const start = performance.now();
  const problems = (await find()).map(({ place, problem }) => `${place}: ${problem}`);
  return { problems, ms: Math.round(performance.now() - start) };
}

function docsResult(slug: string | undefined, name: string, found: Timed): CheckResult {
  return { gate: "docs", slug, name, problems: found.problems, skips: [], ms: found.ms };
}

import type { Lesson } from "../course/lesson.ts";
import { lessonFile, stubFile, testFile } from "../course/lesson.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { OtherEnds } from "../course/other_ends.ts";
import { runLesson } from "../course/run_lesson.ts";
import type { Verdict } from "../course/verdict.ts";
import { Cache, hashBase, hashFiles } from "./cache.ts";
import { judgeNoticed, planObserved } from "./check_observed.ts";
import { isModule, listLessonFiles, listModules, planFiles, planRepo } from "./check_repo.ts";
import type { CheckResult } from "./check_result.ts";
import { checkTypes, type TypesOptions } from "./check_types.ts";
import { readLook } from "../course/looks/look.ts";
import { judgeLooks } from "./looks/judge_looks.ts";
import { planMutants } from "./mutants/check_mutants.ts";
import { planDocs } from "./plan_docs.ts";
import { firstFacts } from "./judge_verdict.ts";
import { planSteps, type Step } from "./plan.ts";
import { checkSoak } from "./soak/check_soak.ts";
import { runTasks, type Task } from "./task.ts";

export interface VerifyOptions {
  readonly root: string;
  /** A clean checkout: `lessons/` equals the stubs, and a skip is a failure. */
  readonly isStrict: boolean;
  /** Takes what passed before and has not changed since from the cache. */
  readonly isChangedOnly: boolean;
  /** Runs wrong variants against all tests of their lessons, not only against those that they name. */
  readonly isMatrix: boolean;
  readonly shuffle: boolean;
  /** Only these lessons, and not the repository as a whole. */
  readonly only: readonly Lesson[] | undefined;
  /** How many jobs at a time. */
  readonly width: number;
  /** How often each right subject runs once more under load; 0 for no soak. */
  readonly soakTimes: number;
  /** Where the inputs of the observed cases come from. */
  readonly seed: number;
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
  const { root, only } = options;
  const lessons = only ?? await loadLessons(root);
  const steps = await planSteps(root, lessons);
  const cache = await Cache.open(`${root}/.ipc/verify.json`);
  const base = await hashBase(root);
  await using otherEnds = await OtherEnds.open();
  const run = (tasks: Task[]) => runTasks(tasks, { ...options, cache });
  const files = only === undefined
    ? await listModules(root, options.isStrict)
    : await listLessonFiles(root, only);
  const results = await run([
    ...await (only === undefined ? planRepo : planFiles)(root, files),
    planTypes(root, { lessons, steps, modules: files.filter(isModule) }, base),
    ...steps.map((step) => planStep(options, step, base)),
    ...planObserved(root, steps, { base, seed: options.seed, otherEnds }),
    ...planMutants(root, lessons, { runsStale: only === undefined }),
  ]);
  results.push(...lessons.map((lesson) => judgeNoticed(lesson, results)));
  for (const lesson of lessons) {
    results.push(...await judgeLooks(root, lesson, options.isMatrix ? results : undefined));
  }
  results.push(
    ...await run(await planDocs(root, { lessons, isWhole: only === undefined, results })),
  );
  await cache.save(only === undefined);
  if (options.soakTimes > 0) {
    results.push(...await checkSoak(steps, { ...options, times: options.soakTimes }));
  }
  if (options.isStrict) results.push(...await checkClean(root, lessons), noSkips(results));
  return { lessons, steps, results };
}

function planTypes(root: string, options: TypesOptions, base: string): Task {
  return {
    name: "types",
    key: () => hashFiles(options.modules.map((file) => `${root}/${file}`), base),
    run: () => checkTypes(root, options),
  };
}

function planStep(options: VerifyOptions, step: Step, base: string): Task {
  const { root, shuffle, isMatrix } = options;
  const { lesson, subject } = step.job;
  const files = [`${root}/${testFile(lesson)}`, `${root}/${stubFile(lesson)}`, subject.path];
  const only = isMatrix ? undefined : step.only;
  const run = { root, shuffle, ...(only === undefined ? {} : { only }) };
  return {
    name: `${lesson.slug} ${step.name}`,
    key: () => hashFiles(files, `${base} ${only ?? "all"}`),
    run: async () => [describeRun(options, step, await runLesson(step.job, run))],
  };
}

function describeRun(
  { root, isMatrix }: VerifyOptions,
  step: Step,
  verdict: Verdict,
): CheckResult {
  const skipped = verdict.tests.filter((test) => test.status === "skipped");
  const facts = firstFacts(verdict);
  const look = isMatrix && step.gate === "wrong" ? readLook(verdict, root) : undefined;
  return {
    gate: step.gate,
    slug: step.job.lesson.slug,
    name: step.name,
    problems: step.judge(verdict),
    skips: skipped.map((test) => `${test.id} ${test.reason}`),
    ms: verdict.ms,
    red: listRed(verdict),
    ...(look === undefined ? {} : { look }),
    ...(facts === undefined ? {} : { facts }),
  };
}

function listRed(verdict: Verdict): string[] {
  const red = verdict.tests.filter((test) => test.status !== "pass" && test.status !== "skipped");
  return red.map((test) => test.id).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
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

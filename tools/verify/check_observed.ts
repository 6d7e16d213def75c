import type { Lesson } from "../course/lesson.ts";
import { observedFile } from "../course/lesson.ts";
import type { OtherEnds } from "../course/other_ends.ts";
import { type Observed, runObserved } from "../course/run_observed.ts";
import { hashFiles } from "./cache.ts";
import type { CheckResult } from "./check_result.ts";
import type { Step } from "./plan.ts";
import type { Task } from "./task.ts";

/** Fewer cases than this prove little: one input may be guessed. */
const MIN_CASES = 2;

/**
 * The observed cases of a lesson, tried without a sandbox: solution and right variants pass each of them, the stub none,
 * and wrong variants are noticed, at least one.
 */
export function planObserved(
  root: string,
  steps: readonly Step[],
  options: { base: string; seed: number; otherEnds: OtherEnds },
): Task[] {
  return steps.map((step): Task => {
    const { lesson, subject } = step.job;
    const files = [`${root}/${observedFile(lesson)}`, subject.path];
    return {
      name: `${lesson.slug} observed/${step.name}`,
      key: () => hashFiles(files, options.base),
      run: async () => [await checkStep(root, step, options)],
    };
  });
}

async function checkStep(
  root: string,
  step: Step,
  { seed, otherEnds }: { seed: number; otherEnds: OtherEnds },
): Promise<CheckResult> {
  const { lesson } = step.job;
  const file = observedFile(lesson);
  const isThere = await Deno.stat(`${root}/${file}`).then((it) => it.isFile, () => false);
  const base = { gate: "observed" as const, slug: lesson.slug, name: `observed/${step.name}` };
  // said once, for the solution
  const missing = step.gate === "solution" ? [`${file} is missing; every lesson needs it`] : [];
  if (!isThere) return { ...base, problems: missing, skips: [], ms: 0, note: "missing" };
  try {
    const observed = await runObserved(step.job, {
      root,
      seed,
      otherEnds,
      failFast: step.gate === "wrong",
    });
    const noticed = observed.results.some((one) => one.problem !== undefined) ||
      observed.problems.length > 0;
    const problems = judge(step, observed).map((problem) => `${problem} (seed ${seed})`);
    return { ...base, problems, skips: [], ms: observed.ms, note: noticed ? "noticed" : "passed" };
  } catch (error) {
    return { ...base, problems: [`${observedFile(lesson)}: ${error}`], skips: [], ms: 0 };
  }
}

function judge(step: Step, { results, problems }: Observed): string[] {
  if (step.gate !== "wrong" && results.length < MIN_CASES) {
    return [`${results.length} cases; at least ${MIN_CASES} are due`];
  }
  switch (step.gate) {
    case "solution":
    case "right": {
      const red = results.filter((one) => one.problem !== undefined);
      return [...red.map((one) => `${one.name}: ${one.problem}`), ...problems];
    }
    case "stub": {
      const green = results.filter((one) => one.problem === undefined);
      return green.map((one) => `${one.name} passes on the untouched stub: it proves nothing`);
    }
    default:
      return []; // one mistake need not show in a few inputs; that some do is asked of the lesson
  }
}

/** At least one wrong variant of the lesson is noticed from outside, else the cases look at nothing. */
export function judgeNoticed(lesson: Lesson, results: readonly CheckResult[]): CheckResult {
  const own = results.filter((one) =>
    one.slug === lesson.slug && one.gate === "observed" && one.name.startsWith("observed/wrong/")
  );
  const noticed = own.filter((one) => one.note === "noticed").length;
  // what is missing altogether is said elsewhere
  const isMissing = own.length === 0 || own.some((one) => one.note === "missing");
  const problems = noticed > 0 || isMissing
    ? []
    : ["no wrong variant is noticed by the observed cases"];
  return {
    gate: "observed",
    slug: lesson.slug,
    name: "observed cases notice mistakes",
    problems,
    skips: [],
    ms: 0,
    note: `ok, ${noticed}/${own.length} noticed`,
    isSummary: true,
  };
}

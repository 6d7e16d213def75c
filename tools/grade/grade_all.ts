import type { Lesson } from "../course/lesson.ts";
import { runPool } from "../proc/run_pool.ts";
import type { Progress } from "../term/progress.ts";
import type { ExtraChecks } from "./extra/open_extra.ts";
import { type Graded, trySubmission } from "./grade_submission.ts";
import type { Grader } from "./open_grader.ts";
import { limitWidth } from "./sandbox/probe.ts";
import type { NamedSubmission } from "./intake/name_submissions.ts";
import type { Policy } from "./policy/policy.ts";

export interface GradeAllOptions {
  readonly lessons: readonly Lesson[];
  readonly outDir: string;
  readonly seed: number | undefined;
  /** How many submissions at a time. */
  readonly width: number;
  readonly timeScale: number;
  readonly policy: Policy;
  readonly extra: ExtraChecks | undefined;
  readonly progress: Progress;
}

/** Grades all submissions, a few at a time; in their order. What has to be tried alone is so at the end. */
export async function gradeAll(
  submissions: readonly NamedSubmission[],
  grader: Grader,
  options: GradeAllOptions,
): Promise<Graded[]> {
  const total = options.lessons.length * submissions.length;
  let [done, keptCount] = [0, 0];
  const progress = (id: string, slug: string, isKept: boolean) => {
    if (isKept) keptCount++;
    options.progress(++done, total, `${id} ${slug}`, keptCount);
  };
  const width = limitWidth(grader.isolation, options.width);
  await using copies = new AsyncDisposableStack();
  const tried = await runPool(
    submissions.map((one) => async () =>
      copies.use(await trySubmission(one, { ...options, ...grader, progress }))
    ),
    width,
  );
  return await runPool(tried.map((one) => () => one.settle()), width);
}

// What would be graded, found out without running anything of a submission.
import type { Lesson } from "../course/lesson.ts";
import { makeOwnPlace } from "../proc/own_place.ts";
import { runPool } from "../proc/run_pool.ts";
import { renderTable } from "../term/table.ts";
import { MISSING } from "./intake/take_submission.ts";
import type { NamedSubmission } from "./intake/name_submissions.ts";
import { type PlanOptions, planSubmission } from "./plan_submission.ts";

/** What would become of one submission; lessons by their slugs. */
export interface DryPlan {
  readonly submission: string;
  readonly toGrade: readonly string[];
  /** Those of `toGrade` that have no file: they fail without a run. */
  readonly notHandedIn: readonly string[];
  readonly kept: readonly string[];
  /** Why so much is kept, or so little. */
  readonly reason: string;
  /** Where the report would go. */
  readonly report: string;
}

/** Plans all submissions as grading would, and leaves it at that. */
export async function planAll(
  submissions: readonly NamedSubmission[],
  options: PlanOptions & { readonly width: number },
): Promise<DryPlan[]> {
  return await runPool(submissions.map((one) => () => plan(one, options)), options.width);
}

/** Lists the lessons that something runs for, in their order: only of these need the tests be known. */
export function listNeeded(plans: readonly DryPlan[], lessons: readonly Lesson[]): Lesson[] {
  const needed = new Set(
    plans.flatMap(({ toGrade, notHandedIn }) =>
      toGrade.filter((slug) => !notHandedIn.includes(slug))
    ),
  );
  return lessons.filter((lesson) => needed.has(lesson.slug));
}

/** Renders the plans, a line for each submission and one for all. */
export function renderPlans(plans: readonly DryPlan[]): string {
  const rows = plans.map(({ submission, toGrade, kept, notHandedIn, reason }) => [
    submission,
    `${toGrade.length}`,
    `${notHandedIn.length}`,
    `${kept.length}`,
    reason,
  ]);
  const count = (of: (plan: DryPlan) => readonly string[]) =>
    plans.reduce((sum, one) => sum + of(one).length, 0);
  const [toGrade, kept] = [count((one) => one.toGrade), count((one) => one.kept)];
  const head = ["submission", "to grade", "not handed in", "kept", "why"];
  return [
    renderTable([head, ...rows]),
    "",
    `${toGrade} lessons would be graded and ${kept} kept; nothing was run or written.`,
  ].join("\n");
}

async function plan(submission: NamedSubmission, options: PlanOptions): Promise<DryPlan> {
  const copyDir = await makeOwnPlace();
  try {
    const { kept, files, path, reason } = await planSubmission(submission, copyDir, options);
    const slugs = options.lessons.map((lesson) => lesson.slug);
    const toGrade = slugs.filter((slug) => !kept.has(slug));
    const notHandedIn = toGrade.filter((slug) => {
      const file = files.get(slug);
      return file !== undefined && "problem" in file && file.problem === MISSING;
    });
    const keptSlugs = slugs.filter((slug) => kept.has(slug));
    const named = { submission: submission.id, report: path };
    return { ...named, toGrade, notHandedIn, kept: keptSlugs, reason };
  } finally {
    await Deno.remove(copyDir, { recursive: true });
  }
}

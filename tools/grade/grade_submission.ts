import type { Lesson } from "../course/lesson.ts";
import { interrupted } from "../proc/interrupt.ts";
import { makeOwnPlace } from "../proc/own_place.ts";
import { gradeLesson, type GradeLessonOptions, reportFailure } from "./grade_lesson.ts";
import type { NamedSubmission } from "./intake/name_submissions.ts";
import type { TakenLesson } from "./intake/take_submission.ts";
import type { ExpectedTest } from "./manifest.ts";
import { type PlanOptions, planSubmission, type SubmissionPlan } from "./plan_submission.ts";
import { applyPolicy } from "./policy/apply_policy.ts";
import { PLAIN_POLICY, type Policy } from "./policy/policy.ts";
import type { EarlierLesson, LessonReport, Report } from "./report.ts";
import { writeReport } from "./report_file.ts";
import type { Turns } from "./turns.ts";

export interface GradeOptions extends PlanOptions, Omit<GradeLessonOptions, "expected" | "seed"> {
  /** The tests of each lesson that somebody has handed in, by its slug. */
  readonly manifests: ReadonlyMap<string, readonly ExpectedTest[]>;
  /** All lessons of this grader, so that one can be judged alone. */
  readonly turns: Turns;
  /** What makes points of statuses, and says who reads what. @default the plain one */
  readonly policy?: Policy;
  /** Told of each lesson that is done, and whether it was already. */
  readonly progress: (id: string, slug: string, isKept: boolean) => void;
}

/** One submission's report, and what was there before. */
export interface Graded {
  readonly report: Report;
  readonly path: string;
  /** How many of its lessons an earlier run had graded. */
  readonly keptCount: number;
  /** What its lessons came to before. */
  readonly before: readonly EarlierLesson[];
}

/** Grades one submission; its report is written anew after every lesson, whole at any time. */
export async function gradeSubmission(
  source: NamedSubmission,
  options: GradeOptions,
): Promise<Graded> {
  const copyDir = await makeOwnPlace();
  try {
    const plan = await planSubmission(source, copyDir, options);
    const report = await gradeRest(plan, options);
    return { report, path: plan.path, keptCount: plan.kept.size, before: plan.before };
  } finally {
    await Deno.remove(copyDir, { recursive: true });
  }
}

async function gradeRest(plan: SubmissionPlan, options: GradeOptions): Promise<Report> {
  const { lessons, policy = PLAIN_POLICY, progress } = options;
  const { path, files, begun: { seed, submission: { id } } } = plan;
  const start = performance.now();
  const done = new Map(plan.kept);
  const write = async () => {
    const wallMs = done.size === plan.kept.size ? 0 : performance.now() - start;
    const report = assemble(plan.begun, { lessons, done, policy, wallMs });
    if (JSON.stringify(report) !== JSON.stringify(plan.was)) await writeReport(path, report);
    return report;
  };
  for (const lesson of lessons) if (done.has(lesson.slug)) progress(id, lesson.slug, true);
  let report = await write(); // whoever goes on after a crash finds the seed there
  for (const lesson of lessons.filter((one) => !done.has(one.slug))) {
    const file = files.get(lesson.slug) ?? { problem: "not looked for" };
    const graded = await gradeOne(lesson, file, { ...options, seed });
    if (interrupted.aborted) break; // what was cut short by Ctrl-C is no result
    done.set(lesson.slug, graded);
    progress(id, lesson.slug, false);
    report = await write();
  }
  return report;
}

/** Tries once more, alone, what failed for reasons of this machine, or may have: a busy machine must not cost marks. */
async function gradeOne(
  lesson: Lesson,
  taken: TakenLesson,
  options: GradeOptions & { seed: number },
): Promise<LessonReport> {
  const expected = options.manifests.get(lesson.slug) ?? [];
  if (expected.length === 0 && !("problem" in taken)) return excuse(lesson);
  const grade = () =>
    gradeLesson(lesson, taken, { ...options, expected })
      .catch((error) => reportFailure(lesson, error));
  const { turns } = options;
  const first = await turns.together(grade);
  const isDoubtful = first.status === "infra" || first.status === "timeout";
  return isDoubtful && !interrupted.aborted ? await turns.alone(grade) : first;
}

/** Nobody had handed in this lesson a moment ago, so its tests are not known. That is no fault of the student. */
function excuse({ slug, title }: Lesson): LessonReport {
  const cause = "the submission was changed when the grader had begun: grade it again";
  const none = { score: 0, maxScore: 0, needsReview: false, checks: [], wallMs: 0 };
  return { id: slug, title, status: "infra", cause, ...none };
}

/** The report of what is done so far, in the lessons' order. */
function assemble(
  begun: Report,
  { lessons, done, policy, wallMs }: {
    readonly lessons: readonly Lesson[];
    readonly done: ReadonlyMap<string, LessonReport>;
    readonly policy: Policy;
    readonly wallMs: number;
  },
): Report {
  const slugs = lessons.map((lesson) => lesson.slug);
  const known = slugs.flatMap((slug) => done.get(slug) ?? []);
  const isComplete = known.length === slugs.length;
  const { before, ...rest } = begun;
  const report = {
    ...rest,
    wallMs: begun.wallMs + Math.round(wallMs),
    isComplete,
    ...(isComplete || before === undefined ? {} : { before }),
    lessons: known,
  };
  return applyPolicy(report, slugs, policy);
}

import type { Lesson } from "../course/lesson.ts";
import { interrupted } from "../proc/interrupt.ts";
import { makeOwnPlace } from "../proc/own_place.ts";
import type { Watched } from "../proc/pressure.ts";
import { gradeLesson, type GradeLessonOptions, reportFailure } from "./grade_lesson.ts";
import type { NamedSubmission } from "./intake/name_submissions.ts";
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

/** A submission of which all lessons were tried beside others; it is to be disposed of. */
export interface TriedSubmission extends AsyncDisposable {
  /** Whether nothing is left to be tried alone. */
  readonly isSettled: boolean;
  /** Tries alone what may have failed for reasons of this machine; for when nothing is tried beside others any more. */
  readonly settle: () => Promise<Graded>;
}

/** Grades one submission alone; its report is written anew after every lesson, whole at any time. */
export async function gradeSubmission(
  source: NamedSubmission,
  options: GradeOptions,
): Promise<Graded> {
  await using tried = await trySubmission(source, options);
  return await tried.settle();
}

/** Tries all lessons of one submission, twice what was too slow and had to wait; the report holds those that are settled. */
export async function trySubmission(
  source: NamedSubmission,
  options: GradeOptions,
): Promise<TriedSubmission> {
  const copyDir = await makeOwnPlace();
  const dispose = () => Deno.remove(copyDir, { recursive: true });
  try {
    const plan = await planSubmission(source, copyDir, options);
    const grading = new Grading(plan, options);
    await grading.tryAll();
    const { isSettled } = grading;
    return { isSettled, settle: () => grading.settle(), [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

class Grading {
  readonly #plan: SubmissionPlan;
  readonly #options: GradeOptions & { readonly seed: number };
  readonly #done: Map<string, LessonReport>;
  /** Lessons that may have failed for reasons of this machine. */
  readonly #doubtful: Lesson[] = [];
  #ms = 0;
  /** The report as it lies on the disk, as JSON. */
  #saved: string;

  constructor(plan: SubmissionPlan, options: GradeOptions) {
    this.#plan = plan;
    this.#saved = JSON.stringify(plan.was);
    this.#options = { ...options, seed: plan.begun.seed };
    this.#done = new Map(plan.kept);
  }

  get isSettled(): boolean {
    return this.#doubtful.length === 0;
  }

  async tryAll(): Promise<void> {
    const { lessons, progress, turns } = this.#options;
    const { begun: { submission: { id } } } = this.#plan;
    for (const { slug } of lessons) if (this.#done.has(slug)) progress(id, slug, true);
    await this.#write(); // whoever goes on after a crash finds the seed there
    for (const lesson of lessons.filter(({ slug }) => !this.#done.has(slug))) {
      const beside = () => this.#try(lesson, (grade) => turns.together(grade));
      const first = await beside();
      const mayHelp = isDoubtful(first) && first.result.status !== "infra";
      const last = mayHelp ? await beside() : first;
      if (interrupted.aborted) return; // what was cut short by Ctrl-C is no result
      if (isDoubtful(last)) this.#doubtful.push(lesson);
      else await this.#settle(lesson, last.result);
    }
    await this.#write();
  }

  /** A busy machine must not cost marks: who was too slow and had to wait, twice, and what the grader could not do. */
  async settle(): Promise<Graded> {
    for (const lesson of this.#doubtful) {
      if (interrupted.aborted) break;
      const { result } = await this.#try(lesson, (grade) => this.#options.turns.alone(grade));
      if (!interrupted.aborted) await this.#settle(lesson, result);
    }
    const { path, kept, before } = this.#plan;
    return { report: await this.#write(), path, keptCount: kept.size, before };
  }

  async #try(
    lesson: Lesson,
    take: (grade: () => Promise<Watched<LessonReport>>) => Promise<Watched<LessonReport>>,
  ): Promise<Watched<LessonReport>> {
    const start = performance.now();
    const taken = this.#plan.files.get(lesson.slug) ?? { problem: "not looked for" };
    const expected = this.#options.manifests.get(lesson.slug) ?? [];
    if (expected.length === 0 && !("problem" in taken)) return unwatched(excuse(lesson));
    const options = { ...this.#options, expected };
    const watched = await take(() =>
      gradeLesson(lesson, taken, options).catch((error) => unwatched(reportFailure(lesson, error)))
    );
    this.#ms += performance.now() - start;
    return watched;
  }

  async #settle(lesson: Lesson, report: LessonReport): Promise<void> {
    this.#done.set(lesson.slug, report);
    this.#options.progress(this.#plan.begun.submission.id, lesson.slug, false);
    const isCheap = report.checks.length === 0; // nothing of it ran: with the next one is early enough
    if (!isCheap) await this.#write();
  }

  async #write(): Promise<Report> {
    const { lessons, policy = PLAIN_POLICY } = this.#options;
    const state = { lessons, done: this.#done, policy, wallMs: this.#ms };
    const report = assemble(this.#plan.begun, state);
    const text = JSON.stringify(report);
    if (text !== this.#saved) await writeReport(this.#plan.path, report);
    this.#saved = text;
    return report;
  }
}

/** Whether it may have failed for reasons of this machine. */
function isDoubtful({ result: { status }, wasQuiet }: Watched<LessonReport>): boolean {
  return status === "infra" || !wasQuiet;
}

function unwatched(result: LessonReport): Watched<LessonReport> {
  return { result, wasQuiet: true };
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

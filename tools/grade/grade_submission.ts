import type { Lesson } from "../course/lesson.ts";
import { interrupted } from "../proc/interrupt.ts";
import { gradeLesson, type GradeLessonOptions } from "./grade_lesson.ts";
import { type TakenLesson, takeSubmission } from "./intake/take_submission.ts";
import type { ExpectedTest } from "./manifest.ts";
import { applyPolicy } from "./policy/apply_policy.ts";
import { PLAIN_POLICY, type Policy } from "./policy/policy.ts";
import { type LessonReport, type Report, REPORT_SCHEMA } from "./report.ts";
import { isCurrent, readReport, writeReport } from "./report_file.ts";

/** Grows when the same submission may be judged otherwise. */
export const GRADER_VERSION = "0.3.0";

export interface GradeOptions extends Omit<GradeLessonOptions, "expected" | "seed"> {
  readonly lessons: readonly Lesson[];
  /** The tests of each lesson, by its slug. */
  readonly manifests: ReadonlyMap<string, readonly ExpectedTest[]>;
  /** Which course this is. */
  readonly commit: string;
  /** Undefined for a new one for each submission. */
  readonly seed: number | undefined;
  /** What makes points of statuses, and says who reads what. @default the plain one */
  readonly policy?: Policy;
  /** Where the reports go: `<outDir>/<id>/report.json`. */
  readonly outDir: string;
  /** Told after each lesson. */
  readonly progress: (id: string, slug: string) => void;
}

/** One submission's report, and whether it was there already. */
export interface Graded {
  readonly report: Report;
  readonly path: string;
  readonly isKept: boolean;
}

/** Grades one submission; its report is written anew after every lesson, whole at any time. */
export async function gradeSubmission(
  source: { readonly path: string; readonly id: string },
  options: GradeOptions,
): Promise<Graded> {
  const { lessons, outDir, policy = PLAIN_POLICY } = options;
  const slugs = lessons.map((lesson) => lesson.slug);
  const start = performance.now();
  const copyDir = await Deno.makeTempDir({ dir: "/tmp", prefix: "ipco" });
  try {
    const taken = await takeSubmission(source.path, copyDir, lessons);
    const seed = options.seed ?? crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
    const begun = begin(options, { id: source.id, sha256: taken.sha256, seed });
    const path = `${outDir}/${source.id}/report.json`;
    const old = await readReport(path);
    if (old !== undefined && isCurrent(old, begun, options)) {
      const report = applyPolicy(old, slugs, policy);
      if (JSON.stringify(report) !== JSON.stringify(old)) await writeReport(path, report);
      return { report, path, isKept: true };
    }
    const done: LessonReport[] = [];
    let report = begun;
    for (const lesson of lessons) {
      const file = taken.lessons.get(lesson.slug) ?? { problem: "not looked for" };
      const graded = await gradeOne(lesson, file, { ...options, seed });
      if (interrupted.aborted) break; // what was cut short by Ctrl-C is no result
      done.push(graded);
      options.progress(source.id, lesson.slug);
      const isComplete = done.length === lessons.length;
      const wallMs = Math.round(performance.now() - start);
      report = applyPolicy({ ...begun, wallMs, isComplete, lessons: [...done] }, slugs, policy);
      await writeReport(path, report);
    }
    return { report, path, isKept: false };
  } finally {
    await Deno.remove(copyDir, { recursive: true });
  }
}

/** Tries once more what failed for reasons of this machine. */
async function gradeOne(
  lesson: Lesson,
  taken: TakenLesson,
  options: GradeOptions & { seed: number },
): Promise<LessonReport> {
  const expected = options.manifests.get(lesson.slug) ?? [];
  const grade = () => gradeLesson(lesson, taken, { ...options, expected });
  const first = await grade();
  return first.status === "infra" ? await grade() : first;
}

function begin(
  { commit, extra, isolation }: GradeOptions,
  own: { id: string; sha256: string; seed: number },
): Report {
  return {
    schema: REPORT_SCHEMA,
    course: { commit, ...(extra === undefined ? {} : { extra: extra.sha256 }) },
    grader: { version: GRADER_VERSION, deno: Deno.version.deno },
    submission: { id: own.id, sha256: own.sha256 },
    isolation: { level: isolation.level, warnings: isolation.warnings },
    seed: own.seed,
    started: new Date().toISOString(),
    wallMs: 0,
    score: 0,
    maxScore: 0,
    isComplete: false,
    lessons: [],
  };
}

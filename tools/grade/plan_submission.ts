import type { Lesson } from "../course/lesson.ts";
import type { ExtraChecks } from "./extra/open_extra.ts";
import type { NamedSubmission } from "./intake/name_submissions.ts";
import { openSource } from "./intake/open_source.ts";
import { type TakenLesson, takeSubmission } from "./intake/take_submission.ts";
import { listEarlier } from "./list_changes.ts";
import { type EarlierLesson, type LessonReport, type Report, REPORT_SCHEMA } from "./report.ts";
import { readReport } from "./report_file.ts";
import { type Identity, resume } from "./resume.ts";
import type { Isolation } from "./sandbox/probe.ts";

/** Grows when the same submission may be judged otherwise. */
export const GRADER_VERSION = "0.3.0";

export interface PlanOptions {
  readonly lessons: readonly Lesson[];
  /** Which course this is. */
  readonly commit: string;
  readonly isolation: Isolation;
  /** More observed checks, of some lessons. @default none */
  readonly extra?: ExtraChecks | undefined;
  /** Undefined for a new one for each submission. */
  readonly seed: number | undefined;
  /** Where the reports go: `<outDir>/<id>/report.json`. */
  readonly outDir: string;
}

/** What is to be done with one submission, before anything of it runs. */
export interface SubmissionPlan {
  /** Where its report goes. */
  readonly path: string;
  readonly files: ReadonlyMap<string, TakenLesson>;
  /** The report as it stands now, without lessons. */
  readonly begun: Report;
  /** The report that was there, whatever it says. */
  readonly was: Report | undefined;
  /** What its lessons came to, there or in the report that it had begun to replace. */
  readonly before: readonly EarlierLesson[];
  /** What holds of it, by the lesson's slug. */
  readonly kept: ReadonlyMap<string, LessonReport>;
  /** Why so much is kept, or so little. */
  readonly reason: string;
}

/** Takes a submission's files to `copyDir`, and finds out what an earlier run has found of it already. */
export async function planSubmission(
  source: NamedSubmission,
  copyDir: string,
  options: PlanOptions,
): Promise<SubmissionPlan> {
  const { lessons, outDir, seed } = options;
  const folders = new Set(lessons.map((one) => one.folder));
  const opened = await openSource(source, { folders, isolation: options.isolation });
  const taken = await takeSubmission(opened, copyDir, lessons);
  const { commit } = opened;
  const own = { id: source.id, sha256: taken.sha256, ...(commit === undefined ? {} : { commit }) };
  const identity = identify(options, own);
  const path = `${outDir}/${source.id}/report.json`;
  const was = await readReport(path);
  const slugs = lessons.map((lesson) => lesson.slug);
  const { old, kept, reason } = resume(was, identity, { slugs, seed });
  const before = listEarlier(was);
  const isReplacing = was?.isComplete === true || was?.before !== undefined;
  const begun = { ...begin(identity, old, seed), ...(isReplacing ? { before } : {}) };
  return { path, files: taken.lessons, begun, was, before, kept, reason };
}

function identify(
  { commit, extra, isolation }: PlanOptions,
  submission: Report["submission"],
): Identity {
  return {
    schema: REPORT_SCHEMA,
    course: { commit, ...(extra === undefined ? {} : { extra: extra.sha256 }) },
    grader: { version: GRADER_VERSION, deno: Deno.version.deno },
    submission,
    isolation: { level: isolation.level, warnings: isolation.warnings },
  };
}

function begin(identity: Identity, old: Report | undefined, seed: number | undefined): Report {
  const { level, warnings } = identity.isolation;
  return {
    ...identity,
    // what an earlier run could not stop, it could not stop for what is kept of it
    isolation: { level, warnings: [...new Set([...old?.isolation.warnings ?? [], ...warnings])] },
    seed: seed ?? old?.seed ?? crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    started: old?.started ?? new Date().toISOString(),
    wallMs: old?.wallMs ?? 0,
    score: 0,
    maxScore: 0,
    isComplete: false,
    lessons: [],
  };
}

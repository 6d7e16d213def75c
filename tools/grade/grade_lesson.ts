// Both kinds of evidence about one lesson, and the verdict from them: the observed checks are the authority, the lesson's
// own suite must be green as well.
import { CourseError, type Lesson } from "../course/lesson.ts";
import type { Observed } from "../course/run_observed.ts";
import { shortName, type TestResult, type Verdict, type VerdictStatus } from "../course/verdict.ts";
import { formatFacts } from "../../tests/harness/failure.ts";
import { checkSuite, type SuiteOptions } from "./check_suite.ts";
import type { ExtraChecks } from "./extra/open_extra.ts";
import type { Watched } from "../proc/pressure.ts";
import { MISSING, type TakenLesson } from "./intake/take_submission.ts";
import { observeLesson } from "./observe_lesson.ts";
import type { CheckReport, LessonReport } from "./report.ts";
import { tellTexts } from "./tell_texts.ts";

/** What is graded with, for each lesson. */
export interface GradeLessonOptions extends Omit<SuiteOptions, "subjectDir"> {
  readonly seed: number;
  /** More observed checks, of some lessons. @default none */
  readonly extra?: ExtraChecks | undefined;
}

/**
 * Grades one lesson of a submission; its points are left to the policy, see applyPolicy(). It was quiet when all that met a
 * limit got what it asked for: what ended before needed no more. Each check counts, since it may be worth points.
 */
export async function gradeLesson(
  lesson: Lesson,
  taken: TakenLesson,
  options: GradeLessonOptions,
): Promise<Watched<LessonReport>> {
  const start = performance.now();
  const base = { id: lesson.slug, title: lesson.title, score: 0, maxScore: 0 };
  if ("problem" in taken) {
    const cause = taken.problem === MISSING ? MISSING : `not taken: ${taken.problem}`;
    const none = { needsReview: false, checks: [], wallMs: 0 };
    return { result: { ...base, ...none, status: "error", cause }, wasQuiet: true };
  }
  const seen = await observeLesson(lesson, taken.dir, options);
  const seenExtra = await observeExtra(lesson, taken.dir, options);
  const ran = await checkSuite(lesson, { ...options, subjectDir: taken.dir });
  const [observed, extra, suite] = [seen.result, seenExtra.result, ran.result];
  const decided = decide(join(observed, extra), suite);
  const report: LessonReport = {
    ...base,
    ...decided,
    cause: tellTexts([decided.cause], 1_000)[0]?.text ?? "",
    checks: [
      ...reportObserved(lesson, "observed", observed),
      ...reportObserved(lesson, "extra", extra),
      ...suite.tests.map((test) => reportTest(lesson, test)),
    ],
    wallMs: Math.round(performance.now() - start),
  };
  const wasQuiet = (seen.wasQuiet || !isAboutSpeed(observed)) &&
    (seenExtra.wasQuiet || !isAboutSpeed(extra)) &&
    (ran.wasQuiet || ![suite, ...suite.tests].some(hasMetLimit));
  return { result: report, wasQuiet };
}

/**
 * Reports that the grader itself could not do its work, on what became of the submission.
 *
 * @throws {CourseError} when it is the course that is damaged
 */
export function reportFailure({ slug, title }: Lesson, error: unknown): LessonReport {
  if (error instanceof CourseError) throw error;
  const [cause] = tellTexts([`the grader could not do its work: ${error}`], 1_000);
  const none = { score: 0, maxScore: 0, needsReview: false, checks: [], wallMs: 0 };
  return { id: slug, title, status: "infra", cause: cause?.text ?? "", ...none };
}

/** Whether another speed might have come to something else: to a result, to the end, or to the limit of something else. */
function isAboutSpeed({ results, problems }: Observed): boolean {
  return results.some(hasMetLimit) || problems.length > 0;
}

function hasMetLimit({ status }: { readonly status: VerdictStatus }): boolean {
  return ["timeout", "leak", "memory", "processes"].includes(status);
}

const NOTHING_SEEN: Observed = { results: [], problems: [], ms: 0 };

async function observeExtra(
  lesson: Lesson,
  subjectDir: string,
  options: GradeLessonOptions,
): Promise<Watched<Observed>> {
  const { extra } = options;
  if (extra?.files.has(lesson.slug) !== true) return { result: NOTHING_SEEN, wasQuiet: true };
  return await observeLesson(lesson, subjectDir, { ...options, root: extra.root });
}

/** All that was seen: an extra check decides as the course's own ones do. */
function join(observed: Observed, extra: Observed): Observed {
  return {
    results: [...observed.results, ...extra.results],
    problems: [...observed.problems, ...extra.problems],
    ms: observed.ms + extra.ms,
  };
}

function decide(
  observed: Observed,
  suite: Verdict,
): Pick<LessonReport, "status" | "cause" | "needsReview"> {
  const red = observed.results.find((one) => one.problem !== undefined);
  const seen = red?.problem ?? observed.problems[0];
  const cause = red === undefined ? `${seen}` : `${red.name}: ${red.problem}`;
  const lost = observed.results.find((one) => one.status === "infra");
  if (suite.status === "pass" || suite.status === "skipped") {
    if (lost !== undefined) {
      return { status: "infra", cause: `${lost.name}: ${lost.problem}`, needsReview: false };
    }
    if (seen === undefined) return { status: "pass", cause: "", needsReview: false };
    // whoever computes wrong results and yet has green tests did something that a person should see
    const status = red === undefined || red.status === "pass" ? "fail" : red.status;
    return { status, cause: `seen from outside: ${cause}`, needsReview: true };
  }
  return { status: suite.status, cause: suite.cause, needsReview: suite.status === "tampered" };
}

function reportObserved(
  lesson: Lesson,
  family: "observed" | "extra",
  { results, problems }: Observed,
): CheckReport[] {
  const checks = results.map(({ name, problem, status, ms }, index) =>
    makeCheck(lesson, { id: `${family}/${index + 1}`, kind: "observed", name, status, ms }, {
      message: problem ?? "",
    })
  );
  if (problems.length === 0) return checks;
  const end = {
    id: `${family}/end`,
    kind: "observed",
    name: "the process ends by itself",
  } as const;
  const message = problems.join("\n");
  return [...checks, makeCheck(lesson, { ...end, status: "leak", ms: 0 }, { message })];
}

function reportTest(lesson: Lesson, test: TestResult): CheckReport {
  const { id, name, status, ms, facts, reason, printed } = test;
  const message = facts === undefined ? reason ?? "" : formatFacts(facts, lesson.slug);
  return makeCheck(lesson, { id: shortName(id), kind: "suite", name, status, ms }, {
    message,
    output: printed,
  });
}

function makeCheck(
  lesson: Lesson,
  check: Pick<CheckReport, "id" | "kind" | "name" | "status" | "ms">,
  texts: { message: string; output?: string | undefined },
): CheckReport {
  const [message, output] = tellTexts([texts.message, texts.output ?? ""]);
  return {
    ...check,
    id: `${lesson.slug}/${check.id}`,
    score: 0,
    maxScore: 0,
    visibility: "visible",
    message: message?.text ?? "",
    output: output?.text ?? "",
    isTruncated: message?.isTruncated === true || output?.isTruncated === true,
  };
}

// result.json of Classroom 50 (schemas/result-v1.schema.json): all points are whole numbers, no other field is allowed.
import { cleanLine, cutText } from "../../page/clean_text.ts";
import type { Report } from "../report.ts";
import { describeLesson } from "./describe_lesson.ts";
import { fitBytes } from "./fit_bytes.ts";
import { type Audience, listLessons } from "./shown_checks.ts";

/** What Classroom 50's runner tells an autograder in its environment. */
export interface ClassroomFacts {
  readonly classroom: string;
  readonly assignment: string;
  readonly assignmentType: "individual" | "group";
  readonly owner: string;
  /** The tag, as in `submit/2026-06-01T14-32-05Z-a1b2c3d`. */
  readonly submission: string;
  readonly commit: string;
  readonly release: string;
  readonly review: string;
  /** ISO date of the submission; the runner sets its own. */
  readonly submitted: string;
}

/** Points per point of ours, so that partial credit stays a whole number. */
const SCALE = 100;
const TEXT_LIMITS = [10_000, 1_000, 100];
const MAX_BYTES = 1_000_000;

/** Renders a report as Classroom 50's result.json, in hundredths of a point, a test for each lesson. */
export function renderClassroom50(
  report: Report,
  facts: ClassroomFacts,
  audience: Audience,
): string {
  return fitBytes(TEXT_LIMITS, (limit) => {
    const tests = listLessons(report).map((lesson) => ({
      "test-name": cutText(cleanLine(`${lesson.id}: ${lesson.title}`), 200, " …"),
      passed: lesson.status === "pass",
      ...countPoints(lesson),
      isolation: report.isolation.level,
      ...(lesson.status === "pass" ? {} : { message: describeLesson(lesson, audience, limit) }),
    }));
    return JSON.stringify(
      {
        schema: "classroom50/result/v1",
        classroom: facts.classroom,
        assignment: facts.assignment,
        assignment_type: facts.assignmentType,
        owner: facts.owner,
        submission: facts.submission,
        commit: facts.commit,
        release: facts.release,
        review: facts.review,
        datetime: renderInstant(facts.submitted),
        graded_at: renderInstant(report.started),
        ...countPoints(report),
        tests,
      },
      undefined,
      2,
    ) + "\n";
  }, MAX_BYTES);
}

/** Rounds down, so that nothing but the full score looks like it; never more than the maximum. */
function countPoints(of: { readonly score: number; readonly maxScore: number }) {
  const max = Math.round(of.maxScore * SCALE);
  const nearly = of.score * SCALE + 1e-6; // 0.29 * 100 is 28.999…
  return { score: Math.min(Math.floor(nearly), max), "max-score": max };
}

/** `YYYY-MM-DDTHH:MM:SSZ`, the only form that is accepted. */
function renderInstant(date: string): string {
  return new Date(date).toISOString().replace(/\.\d+Z$/, "Z");
}

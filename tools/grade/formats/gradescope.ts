// results.json of Gradescope (docs/specs.md of its autograder samples). Its own rule applies to what is hidden: a test
// of visibility `hidden` or `after_due_date` is shown to the staff alone, so these keep their texts.
import { cleanLine, cutText } from "../../page/clean_text.ts";
import type { CheckReport, LessonReport, Report, Visibility } from "../report.ts";
import { describeCause } from "./describe_lesson.ts";
import { fitBytes } from "./fit_bytes.ts";
import { type Audience, isShown, listLessons, showChecks } from "./shown_checks.ts";
import { isJudged, STATUS_WORDS } from "./status_words.ts";

/** What the page may hold without becoming unusable; Gradescope names no limit. */
const MAX_BYTES = 5_000_000;
const TEXT_LIMITS = [10_000, 1_000, 200, 0];

interface GradescopeTest {
  readonly name: string;
  readonly number: string;
  readonly status: "passed" | "failed";
  readonly score?: number;
  readonly max_score?: number;
  readonly output: string;
  readonly visibility: Visibility;
  readonly extra_data?: Readonly<Record<string, unknown>>;
}

/**
 * Renders a report as Gradescope's results.json. The points stand at the lessons (`3`), the checks below them (`3.1`)
 * carry none: a lesson's points are not always the sum of its checks'.
 */
export function renderGradescope(report: Report, audience: Audience): string {
  const student: Audience = { ...audience, reader: "student" };
  return fitBytes(TEXT_LIMITS, (limit) => render(report, student, limit), MAX_BYTES);
}

function render(report: Report, student: Audience, limit: number): string {
  const tests = listLessons(report).flatMap((lesson, index) => [
    renderLesson(lesson, index + 1, { student, limit }),
    ...lesson.checks.map((check, place) =>
      renderCheck(lesson, check, { number: `${index + 1}.${place + 1}`, student, limit })
    ),
  ]);
  const result = {
    score: report.score, // overrides the sum of the tests
    execution_time: report.wallMs / 1000,
    output: renderNotes(report),
    output_format: "text", // anything else would let a message draw on the page
    test_output_format: "text",
    test_name_format: "text",
    visibility: "visible",
    stdout_visibility: "hidden",
    extra_data: {
      max_score: report.maxScore,
      isolation: report.isolation.level,
      course: cleanLine(report.course.commit),
      seed: report.seed,
    },
    tests,
  };
  return JSON.stringify(result, undefined, 1) + "\n";
}

function renderLesson(
  lesson: LessonReport,
  number: number,
  { student, limit }: { readonly student: Audience; readonly limit: number },
): GradescopeTest {
  return {
    name: cutText(cleanLine(lesson.title), 200, " …"),
    number: String(number),
    status: lesson.status === "pass" ? "passed" : "failed",
    score: lesson.score,
    max_score: lesson.maxScore,
    output: cutText(describeCause(lesson, student), Math.max(limit, 200)),
    visibility: "visible",
  };
}

function renderCheck(
  lesson: LessonReport,
  check: CheckReport,
  { number, student, limit }: {
    readonly number: string;
    readonly student: Audience;
    readonly limit: number;
  },
): GradescopeTest {
  const visibility = isShown(check, student) ? "visible" : check.visibility;
  const [shown] = showChecks({ ...lesson, checks: [check] }, { ...student, reader: "teacher" });
  const { name = "", message = "", output = "" } = shown ?? {};
  const word = check.status === "pass" ? "" : STATUS_WORDS[check.status].word;
  const printed = output === "" ? "" : `printed:\n${output}`;
  const text = [word, message, printed].filter((part) => part !== "").join("\n\n");
  return {
    name: cutText(name, 200, " …"),
    number,
    status: check.status === "pass" ? "passed" : "failed",
    output: cutText(text, limit),
    visibility,
    extra_data: { id: cleanLine(check.id), score: check.score, max_score: check.maxScore },
  };
}

function renderNotes(report: Report): string {
  const unjudged = report.lessons.filter((one) => !isJudged(one.status)).length;
  const notes = [
    ...(unjudged === 0
      ? []
      : [`${unjudged} of the lessons could not be judged; that is not your fault.`]),
    ...(report.isolation.level === "none" ? ["Graded without a sandbox."] : []),
  ];
  return notes.join("\n");
}

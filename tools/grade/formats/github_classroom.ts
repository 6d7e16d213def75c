// What an autograding step hands to classroom-resources/autograding-grading-reporter: JSON in base64, in one line for
// $GITHUB_OUTPUT. The reporter adds up `score` of the tests, and reads it all from one environment variable.
import { cleanLine, cutText } from "../../page/clean_text.ts";
import type { Report } from "../report.ts";
import { describeLesson } from "./describe_lesson.ts";
import { fitBytes } from "./fit_bytes.ts";
import { type Audience, listLessons } from "./shown_checks.ts";
import { isJudged } from "./status_words.ts";

/** Linux takes no longer environment variable (MAX_ARG_STRLEN), its name included. */
const MAX_BYTES = 128 * 1024 - 256;
const TEXT_LIMITS = [10_000, 2_000, 500, 100, 0];

/** Renders a report as the `result` of a GitHub Classroom step, a test for each lesson. */
export function renderGithubClassroom(report: Report, audience: Audience): string {
  return fitBytes(TEXT_LIMITS, (limit) => encode(summarize(report, audience, limit)), MAX_BYTES);
}

function summarize(report: Report, audience: Audience, limit: number) {
  const note = report.isolation.level === "none" ? "Graded without a sandbox.\n" : "";
  const isPass = report.lessons.every((one) => one.status === "pass");
  const isError = !report.lessons.some((one) => isJudged(one.status) && one.status !== "error");
  return {
    version: 1,
    status: isError ? "error" : isPass && report.isComplete ? "pass" : "fail",
    max_score: report.maxScore,
    tests: listLessons(report).map((lesson) => ({
      name: cutText(cleanLine(`${lesson.id}: ${lesson.title}`), 120, " …"),
      status: lesson.status === "pass" ? "pass" : isJudged(lesson.status) ? "fail" : "error",
      score: lesson.score,
      message: note + describeLesson(lesson, audience, limit),
      test_code: `deno task learn run ${cleanLine(lesson.id)}`, // what the reporter prints: how to see it at home
      filename: "",
      line_no: 0, // hides the line
      duration: lesson.wallMs,
    })),
  };
}

function encode(value: unknown): string {
  return new TextEncoder().encode(JSON.stringify(value)).toBase64();
}

// A summary for a pull request or a job's page (GITHUB_STEP_SUMMARY). What a submission says stands in code alone, where
// nothing is a link, an image, a mention or HTML.
import { cleanLine, cutText } from "../../page/clean_text.ts";
import type { LessonReport, Report } from "../report.ts";
import { listUnjudged } from "./csv.ts";
import { describeCause } from "./describe_lesson.ts";
import { fitBytes } from "./fit_bytes.ts";
import { renderPoints } from "./render_points.ts";
import { type Audience, isRed, listLessons, showChecks } from "./shown_checks.ts";
import { STATUS_WORDS } from "./status_words.ts";

/** A comment on GitHub has at most 65,536 characters. */
const MAX_BYTES = 65_000;
/** How much is told of each submission: red checks of a lesson, and characters of each; at last the overview alone. */
const STEPS = [
  { checks: 3, chars: 2_000, rows: 2_000 },
  { checks: 1, chars: 300, rows: 1_000 },
  { checks: 0, chars: 0, rows: 250 },
];

/** Renders reports as a summary in Markdown. */
export function renderMarkdown(reports: readonly Report[], audience: Audience): string {
  return fitBytes(STEPS, (step) => {
    const details = step.checks === 0 && reports.length > 1
      ? []
      : reports.map((report) => renderReport(report, audience, step));
    return [renderOverview(reports, step.rows), ...details].join("\n\n") + "\n";
  }, MAX_BYTES);
}

interface Step {
  readonly checks: number;
  readonly chars: number;
}

function renderOverview(reports: readonly Report[], maxRows: number): string {
  const rows = reports.slice(0, maxRows).map((report) => {
    const passed = report.lessons.filter((one) => one.status === "pass").length;
    const review = report.lessons.filter((one) =>
      one.needsReview || one.status === "tampered"
    ).length;
    const notes = [
      ...(review === 0 ? [] : [`${review} to review`]),
      ...(listUnjudged(report).length === 0 ? [] : ["not wholly judged"]),
      ...(report.isolation.level === "none" ? ["no sandbox"] : []),
    ];
    const score = `${renderPoints(report.score)} of ${renderPoints(report.maxScore)}`;
    const lessons = `${passed} of ${report.lessons.length}`;
    return `| ${
      cell(cutText(cleanLine(report.submission.id), 80, " …"))
    } | ${score} | ${lessons} | ${notes.join(", ")} |`;
  });
  const left = reports.length - rows.length;
  return [
    "# Grades",
    "",
    "| Submission | Points | Lessons passed | Notes |",
    "| --- | ---: | ---: | --- |",
    ...rows,
    ...(left > 0 ? ["", `${left} more submissions are left out here.`] : []),
  ].join("\n");
}

function renderReport(report: Report, audience: Audience, step: Step): string {
  const red = listLessons(report).filter((one) => one.status !== "pass");
  const head = `## ${span(report.submission.id)}: ${renderPoints(report.score)} of ${
    renderPoints(report.maxScore)
  } points`;
  if (red.length === 0) return `${head}\n\nAll lessons passed.`;
  const rows = red.map((lesson) =>
    `| ${cell(lesson.id)} | ${renderPoints(lesson.score)} of ${renderPoints(lesson.maxScore)} | ${
      cell(cutText(describeCause(lesson, audience), 300, " …"))
    } |`
  );
  const checks = red.flatMap((lesson) => renderChecks(lesson, audience, step));
  return [head, "", "| Lesson | Points | Cause |", "| --- | ---: | --- |", ...rows, ...checks].join(
    "\n",
  );
}

function renderChecks(lesson: LessonReport, audience: Audience, step: Step): string[] {
  const red = showChecks(lesson, audience).filter((one) => isRed(one.status) && one.message !== "");
  const told = red.filter((one) => one.id !== lesson.id).slice(0, step.checks);
  return told.flatMap((one) => [
    "",
    `${span(one.name)}: ${STATUS_WORDS[one.status].word}`,
    "",
    fence(cutText(one.message, step.chars)),
  ]);
}

/** Text in a code span of a table's cell, where `|` ends even the code. */
function cell(text: string): string {
  return span(text).replaceAll("|", "\\|");
}

function span(text: string): string {
  const line = cutText(cleanLine(text), 400, " …");
  const ticks = "`".repeat(longestTicks(line) + 1);
  return `${ticks} ${line || "-"} ${ticks}`;
}

function fence(text: string): string {
  const ticks = "`".repeat(Math.max(3, longestTicks(text) + 1));
  return `${ticks}text\n${text}\n${ticks}`;
}

function longestTicks(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

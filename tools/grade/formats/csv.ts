// A table for spreadsheets: a row for each submission, a column for each lesson (RFC 4180).
import { cleanLine } from "../../page/clean_text.ts";
import type { LessonReport, Report } from "../report.ts";
import { quoteCell } from "./csv_text.ts";
import { renderPoints } from "./render_points.ts";
import { isJudged } from "./status_words.ts";

/** Renders reports as a table of points; a lesson that was not judged is empty, never 0. */
export function renderCsv(reports: readonly Report[]): string {
  const lessons = [...new Set(reports.flatMap((one) => one.lessons.map((lesson) => lesson.id)))];
  const head = [
    "submission",
    "score",
    "max_score",
    ...lessons,
    "not_judged",
    "review",
    "isolation",
  ];
  const rows = reports.map((report) => renderRow(report, lessons));
  return [head, ...rows].map((row) => row.map(quoteCell).join(",") + "\r\n").join("");
}

/** Names the lessons of a report without a result that counts: not judged, or still to be graded. */
export function listUnjudged(report: Report): string[] {
  const unjudged = report.lessons.filter((one) => !isJudged(one.status)).map((one) =>
    cleanLine(one.id)
  );
  return report.isComplete ? unjudged : [...unjudged, "lessons still to be graded"];
}

function renderRow(report: Report, ids: readonly string[]): string[] {
  const points = (lesson: LessonReport | undefined) =>
    lesson === undefined || !isJudged(lesson.status) ? "" : renderPoints(lesson.score);
  const review = report.lessons.filter((one) => one.needsReview || one.status === "tampered");
  return [
    cleanLine(report.submission.id),
    renderPoints(report.score),
    renderPoints(report.maxScore),
    ...ids.map((id) => points(report.lessons.find((one) => one.id === id))),
    listUnjudged(report).join(" "),
    review.map((one) => cleanLine(one.id)).join(" "),
    report.isolation.level,
  ];
}

import { renderTable } from "../term/table.ts";
import type { Graded } from "./grade_submission.ts";
import { type Came, listChanges } from "./list_changes.ts";

/** Renders one line for each submission; above it why lessons are not passed, and which points are others than before. */
export function renderSummary(graded: readonly Graded[]): string {
  const rows = [["submission", "score", "isolation", "report"]];
  for (const { report, path, keptCount } of graded) {
    const kept = renderKept(keptCount, report.lessons.length);
    const unjudged = report.lessons.filter((lesson) => lesson.status === "infra").length;
    const score = `${report.score}/${report.maxScore}` +
      (unjudged === 0 ? "" : `, ${unjudged} not judged`);
    rows.push([report.submission.id, score, report.isolation.level, `${path}${kept}`]);
  }
  return [...graded.flatMap(renderOpen), ...renderChanges(graded), renderTable(rows)].join("\n");
}

/** Renders the reports as JSON; one whose points are others than before has `changes`, old and new by lesson. */
export function renderJson(graded: readonly Graded[]): string {
  const reports = graded.map(({ report, before }) => {
    const changes = listChanges(before, report);
    return changes.length === 0 ? report : { ...report, changes };
  });
  return JSON.stringify(reports, undefined, 2);
}

function renderKept(keptCount: number, count: number): string {
  if (keptCount === 0) return "";
  return keptCount === count ? " (kept)" : ` (${keptCount} of ${count} lessons kept)`;
}

function renderOpen({ report }: Graded): string[] {
  const open = report.lessons.filter((lesson) => lesson.status !== "pass");
  if (open.length === 0) return [];
  const rows = open.map((lesson) => [
    `  ${lesson.id}`,
    lesson.status + (lesson.needsReview ? ", review" : ""),
    firstLine(lesson.cause),
  ]);
  return [report.submission.id, renderTable(rows), ""];
}

function renderChanges(graded: readonly Graded[]): string[] {
  const rows = graded.flatMap(({ report, before }) =>
    listChanges(before, report).map((change) => [
      `  ${report.submission.id}`,
      change.id,
      `was ${renderCame(change.was)}`,
      `is ${renderCame(change.now)}`,
    ])
  );
  return rows.length === 0 ? [] : ["Points that are others than before:", renderTable(rows), ""];
}

function renderCame({ status, score, maxScore }: Came): string {
  return `${score}/${maxScore} ${status}`;
}

function firstLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 90 ? line.slice(0, 87) + "..." : line;
}

import { renderTable } from "../term/table.ts";
import type { Graded } from "./grade_submission.ts";

/** Renders one line for each submission, and below it why lessons are not passed. */
export function renderSummary(graded: readonly Graded[]): string {
  const rows = [["submission", "score", "isolation", "report"]];
  for (const { report, path, keptCount } of graded) {
    const kept = renderKept(keptCount, report.lessons.length);
    const score = `${report.score}/${report.maxScore}`;
    rows.push([report.submission.id, score, report.isolation.level, `${path}${kept}`]);
  }
  return [...graded.flatMap(renderOpen), renderTable(rows)].join("\n");
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

function firstLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 90 ? line.slice(0, 87) + "..." : line;
}

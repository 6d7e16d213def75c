// TAP version 13: a test point for each submission and lesson, and one for each check in a subtest before it. Subtests came into
// the specification with version 14; who reads version 13 takes them for notes, and many read no later one.
import { cleanLine, cutText } from "../../page/clean_text.ts";
import type { LessonReport, Report } from "../report.ts";
import { type Audience, isRed, listLessons, showChecks, type ShownCheck } from "./shown_checks.ts";
import { STATUS_WORDS } from "./status_words.ts";

const TEXT_CHARS = 10_000;

/** Renders reports as one TAP stream. */
export function renderTap(reports: readonly Report[], audience: Audience): string {
  const lessons = reports.flatMap((report) =>
    listLessons(report).map((lesson) => ({ lesson, name: `${report.submission.id}/${lesson.id}` }))
  );
  const points = lessons.flatMap(({ lesson, name }, index) =>
    renderLesson(lesson, { name, number: index + 1, audience })
  );
  const bare = reports.filter((one) => one.isolation.level === "none");
  const notes = bare.map((one) =>
    `# ${escapeDescription(one.submission.id)} was graded without a sandbox`
  );
  return ["TAP version 13", ...notes, `1..${lessons.length}`, ...points].join("\n") + "\n";
}

function renderLesson(
  lesson: LessonReport,
  { name, number, audience }: {
    readonly name: string;
    readonly number: number;
    readonly audience: Audience;
  },
): string[] {
  const checks = showChecks(lesson, audience);
  const said = escapeDescription(name);
  const inner = [
    `1..${checks.length}`,
    ...checks.flatMap((check, index) => renderPoint(check, index + 1)),
  ];
  const skip = lesson.status === "skipped" ? " # SKIP" : "";
  const isOk = lesson.status === "pass" || lesson.status === "skipped";
  return [
    `# Subtest: ${said}`,
    ...inner.map((line) => `    ${line}`),
    `${isOk ? "ok" : "not ok"} ${number} - ${said}${skip}`,
  ];
}

function renderPoint(check: ShownCheck, number: number): string[] {
  const { outcome, word, sentence } = STATUS_WORDS[check.status];
  const point = `${isRed(check.status) ? "not ok" : "ok"} ${number} - ${
    escapeDescription(check.name)
  }`;
  if (outcome === "skipped") {
    return [`${point} # SKIP ${escapeDescription(check.message)}`.trimEnd()];
  }
  const facts = [
    ...(outcome === "pass" ? [] : [["status", word], ["message", check.message || sentence]]),
    ...(check.output === "" ? [] : [["output", check.output]]),
    ["duration_ms", Math.round(check.ms)],
  ];
  // JSON is YAML, and has no line break that could end the block
  const lines = facts.map(([key, value]) =>
    `  ${key}: ${JSON.stringify(typeof value === "string" ? cutText(value, TEXT_CHARS) : value)}`
  );
  return [point, "  ---", ...lines, "  ..."];
}

/** A description is one line in which `#` begins a directive unless it is escaped. */
function escapeDescription(text: string): string {
  return cutText(cleanLine(text), 300, " …").replace(/[\\#]/g, "\\$&");
}

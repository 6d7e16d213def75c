// A page that a teacher likes to read, in one file: no script, nothing fetched, not even when a text asks for it.
import { markup } from "../../page/markup.ts";
import type { Report } from "../report.ts";
import { fitBytes } from "./fit_bytes.ts";
import { listClassLessons, renderClass } from "./html_class.ts";
import { renderStudent } from "./html_student.ts";
import { HTML_STYLE } from "./html_style.ts";
import { type Audience, isShown } from "./shown_checks.ts";

/** A larger page is no pleasure in any browser. */
const MAX_BYTES = 15_000_000;
const TEXT_LIMITS = [4_000, 500, 0];

/** Renders reports as one page of HTML that is well-formed XML as well. */
export function renderHtml(reports: readonly Report[], audience: Audience): string {
  const sorted = [...reports].sort((a, b) => a.submission.id.localeCompare(b.submission.id));
  return fitBytes(TEXT_LIMITS, (chars) => render(sorted, audience, chars), MAX_BYTES);
}

function render(reports: readonly Report[], audience: Audience, chars: number): string {
  const lessons = listClassLessons(reports);
  const students = reports.map((report, index) =>
    renderStudent(report, { audience, lessons, number: index + 1, chars })
  );
  const isSecret = reports.some((report) =>
    report.lessons.some((lesson) =>
      lesson.checks.some((check) => !isShown(check, { ...audience, reader: "student" }))
    )
  );
  const warning = isSecret && audience.reader === "teacher"
    ? markup`<p class="note">For teachers: this page shows checks that are hidden from students.</p>\n`
    : undefined;
  const cut = chars === 0
    ? markup`<p class="note">There is so much that messages are left out: they are in the reports.</p>\n`
    : undefined;
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="referrer" content="no-referrer"/>
<title>Grades of ${reports.length} submission${reports.length === 1 ? "" : "s"}</title>
<style>${HTML_STYLE}</style>
</head>
<body>
<header>
<h1>Grades</h1>
<p class="dim">${describeRun(reports)}</p>
${warning}${cut}</header>
<main>
${renderClass(reports, audience)}
<section aria-labelledby="students">
<h2 id="students">Students</h2>
${students}</section>
</main>
</body>
</html>
`.text;
}

/** From when to when, with what: the facts by which two pages are told apart. */
function describeRun(reports: readonly Report[]): string {
  const days = reports.map((one) => one.started.slice(0, 10)).sort();
  const [first = "", last = ""] = [days[0], days.at(-1)];
  const versions = new Set(
    reports.map((one) => `grader ${one.grader.version} on Deno ${one.grader.deno}`),
  );
  const courses = new Set(reports.map((one) => `course ${one.course.commit}`));
  return [first === last ? first : `${first} to ${last}`, ...courses, ...versions].join(", ");
}

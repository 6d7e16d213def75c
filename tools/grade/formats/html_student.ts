import { cleanLine, cutText } from "../../page/clean_text.ts";
import { type Markup, markup } from "../../page/markup.ts";
import type { LessonReport, Report } from "../report.ts";
import type { ClassLesson } from "./html_class.ts";
import { renderChip } from "./html_status.ts";
import { renderPoints } from "./render_points.ts";
import { type Audience, isRed, showCause, showChecks, type ShownCheck } from "./shown_checks.ts";

export interface StudentOptions {
  readonly audience: Audience;
  /** The class's lessons: the number of a lesson is the same for all. */
  readonly lessons: readonly ClassLesson[];
  /** Which student of the page, from 1. */
  readonly number: number;
  /** How much of a message is shown. */
  readonly chars: number;
}

/** Renders one student's results: a table of the lessons, and below it what each red check says. */
export function renderStudent(report: Report, options: StudentOptions): Markup {
  const { number, lessons, audience } = options;
  const places = report.lessons.map((lesson) => ({
    lesson,
    place: lessons.findIndex((one) => one.id === lesson.id) + 1,
  }));
  const rows = places.map(({ lesson, place }) => renderRow(lesson, place, audience));
  const details = places.filter(({ lesson }) => lesson.status !== "pass")
    .map(({ lesson, place }) => renderDetails(lesson, `s${number}-${place}`, options));
  const unfinished = report.isComplete
    ? undefined
    : markup`<p class="note">The grader was stopped before the end: lessons are still to be graded.</p>\n`;
  const warnings = report.isolation.warnings.map((one) => markup`<p class="note">${one}</p>\n`);
  return markup`<section class="student" id="s${number}" aria-labelledby="s${number}-name">
<h3 id="s${number}-name">${cleanLine(report.submission.id)}: ${renderPoints(report.score)} of ${
    renderPoints(report.maxScore)
  } points</h3>
<p class="dim">graded ${report.started.slice(0, 16).replace("T", " ")} in ${
    (report.wallMs / 1000).toFixed(1)
  } s, sandbox: ${report.isolation.level}, files: ${
    cleanLine(report.submission.sha256).slice(0, 12)
  }</p>
<p class="all"><a href="#students">Show all students</a></p>
${unfinished}${warnings}<table><caption>Lessons of ${cleanLine(report.submission.id)}</caption>
<thead><tr><th scope="col" class="number">No.</th><th scope="col">Lesson</th><th scope="col">Result</th>
<th scope="col" class="number">Points</th></tr></thead>
<tbody>
${rows}</tbody></table>
${details}</section>
`;
}

function renderRow(lesson: LessonReport, place: number, audience: Audience): Markup {
  const review = lesson.needsReview && audience.reader === "teacher"
    ? markup` <span class="chip alarm">please review</span>`
    : undefined;
  return markup`<tr><td class="number">${place}</td><th scope="row">${cleanLine(lesson.title)}</th>
<td>${renderChip(lesson.status)}${review} ${cutText(showCause(lesson, audience), 500, " …")}</td>
<td class="number">${renderPoints(lesson.score)} of ${renderPoints(lesson.maxScore)}</td></tr>
`;
}

/** The id stands inside of what can be folded: a link to it unfolds it. */
function renderDetails(lesson: LessonReport, id: string, options: StudentOptions): Markup {
  const checks = showChecks(lesson, options.audience);
  const red = checks.filter((one) => isRed(one.status)).length;
  const items = checks.map((check) => renderCheck(check, options.chars));
  return markup`<details><summary>${
    cleanLine(lesson.title)
  }: ${red} of ${checks.length} not passed</summary>
<ul class="checks" id="${id}">
${items}</ul></details>
`;
}

function renderCheck(check: ShownCheck, chars: number): Markup {
  const tag = check.visibility === "visible" || check.isHidden
    ? undefined
    : markup` <span class="chip none">hidden from students</span>`;
  const message = check.message === "" || chars === 0
    ? undefined
    : markup`\n<pre>${cutText(check.message, chars)}</pre>`;
  const output = check.output === "" || chars === 0 || !isRed(check.status)
    ? undefined
    : markup`\n<p class="dim">It printed:</p>\n<pre>${cutText(check.output, chars)}</pre>`;
  return markup`<li>${renderChip(check.status)} ${
    cutText(check.name, 300, " …")
  }${tag}${message}${output}</li>
`;
}

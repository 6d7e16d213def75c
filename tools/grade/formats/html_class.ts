import type { VerdictStatus } from "../../course/verdict.ts";
import { cleanLine } from "../../page/clean_text.ts";
import { type Markup, markup } from "../../page/markup.ts";
import type { LessonReport, Report } from "../report.ts";
import { colourOf, COLOURS } from "./html_status.ts";
import { listUnjudged } from "./csv.ts";
import type { Audience } from "./shown_checks.ts";
import { renderPoints } from "./render_points.ts";
import { STATUS_WORDS } from "./status_words.ts";

/** A lesson of the class: a column of the grid, a bar of the chart. */
export interface ClassLesson {
  readonly id: string;
  readonly title: string;
}

/** Lists the lessons of all reports in the order of the course. */
export function listClassLessons(reports: readonly Report[]): ClassLesson[] {
  const titles = new Map<string, string>();
  for (const { id, title } of reports.flatMap((one) => one.lessons)) {
    if (!titles.has(id)) titles.set(id, title);
  }
  return Array.from(titles, ([id, title]) => ({ id, title }));
}

/** Renders the class at a glance: figures, what a person should look at, the chart and the grid. */
export function renderClass(reports: readonly Report[], { reader }: Audience): Markup {
  const lessons = listClassLessons(reports);
  return markup`<section class="overview" aria-labelledby="class">
<h2 id="class">The class</h2>
${renderFigures(reports)}
${reader === "teacher" ? renderReview(reports) : undefined}
<h2 id="lessons">Lessons</h2>
${renderChart(reports, lessons)}
<h2 id="grid">Who passed what</h2>
${renderGrid(reports, lessons)}
</section>`;
}

function renderFigures(reports: readonly Report[]): Markup {
  const scores = reports.map((one) => one.score).sort((a, b) => a - b);
  const middle = (scores.length - 1) / 2;
  const median = ((scores[Math.floor(middle)] ?? 0) + (scores[Math.ceil(middle)] ?? 0)) / 2;
  const mean = scores.reduce((sum, one) => sum + one, 0) / Math.max(1, scores.length);
  const max = Math.max(0, ...reports.map((one) => one.maxScore));
  const full = reports.filter((one) =>
    one.isComplete && one.lessons.every((it) => it.status === "pass")
  );
  return markup`<ul class="facts">
<li><b>${reports.length}</b> submission${reports.length === 1 ? "" : "s"}</li>
<li><b>${renderPoints(median)}</b> of ${renderPoints(max)} points: the median</li>
<li><b>${renderPoints(mean)}</b> points on average</li>
<li><b>${full.length}</b> passed everything</li>
</ul>`;
}

function renderReview(reports: readonly Report[]): Markup {
  const rows = reports.flatMap((report, index) => {
    const tell = (reason: string) =>
      markup`<li><a href="#s${index + 1}">${cleanLine(report.submission.id)}</a>: ${reason}</li>`;
    const lessons = report.lessons.flatMap((one) => {
      if (one.status === "tampered") return [`${cleanLine(one.title)} contradicts what was seen`];
      return one.needsReview
        ? [`${cleanLine(one.title)} passed its tests, but not the observed checks`]
        : [];
    });
    const unjudged = listUnjudged(report);
    const missing = unjudged.length === 0
      ? []
      : [`not judged yet: ${unjudged.join(", ")}; grade it again`];
    return [...lessons, ...missing].map(tell);
  });
  if (rows.length === 0) return markup`<p>Nothing needs your eyes: no result is in doubt.</p>`;
  return markup`<h2 id="review">For you to look at</h2>
<ul>
${rows}
</ul>`;
}

function renderChart(reports: readonly Report[], lessons: readonly ClassLesson[]): Markup {
  const rows = lessons.map((lesson, index) => {
    const own = reports.map((one) => findLesson(one, lesson.id)?.status);
    const counts = countStatuses(own);
    const passed = own.filter((one) => one === "pass").length;
    return markup`<tr><td class="number">${index + 1}</td><th scope="row">${
      cleanLine(lesson.title)
    }</th>
<td>${renderBar(counts, reports.length)}</td>
<td class="number">${Math.round(100 * passed / Math.max(1, reports.length))} %</td>
<td>${counts.map(renderCount)}</td></tr>
`;
  });
  return markup`<table class="bars"><caption>How many submissions passed, and what happened to the others</caption>
<thead><tr><th scope="col" class="number">No.</th><th scope="col">Lesson</th><th scope="col">Share</th>
<th scope="col" class="number">Passed</th><th scope="col">Submissions</th></tr></thead>
<tbody>
${rows}</tbody></table>`;
}

interface StatusCount {
  readonly status: VerdictStatus;
  readonly count: number;
}

/** Counts by status, in the order of the colours, so that bars can be compared. */
function countStatuses(statuses: readonly (VerdictStatus | undefined)[]): StatusCount[] {
  const counts = new Map<VerdictStatus, number>();
  for (const one of statuses) if (one !== undefined) counts.set(one, (counts.get(one) ?? 0) + 1);
  const rank = (status: VerdictStatus) => COLOURS.indexOf(colourOf(status));
  return Array.from(counts, ([status, count]) => ({ status, count }))
    .sort((a, b) => rank(a.status) - rank(b.status) || a.status.localeCompare(b.status));
}

function renderBar(counts: readonly StatusCount[], total: number): Markup {
  let x = 0;
  const rects = counts.map(({ status, count }) => {
    const rect = markup`<rect class="${
      colourOf(status)
    }" x="${x}" y="0" width="${count}" height="1"/>`;
    x += count;
    return rect;
  });
  return markup`<svg class="bar" viewBox="0 0 ${
    Math.max(1, total)
  } 1" preserveAspectRatio="none" aria-hidden="true">${rects}</svg>`;
}

function renderCount({ status, count }: StatusCount): Markup {
  const { letter, word } = STATUS_WORDS[status];
  return markup`<span class="chip ${colourOf(status)}" title="${word}">${letter} ${count}</span> `;
}

function renderGrid(reports: readonly Report[], lessons: readonly ClassLesson[]): Markup {
  const heads = lessons.map((lesson, index) =>
    markup`<th scope="col" class="cell"><span title="${cleanLine(lesson.title)}">${
      index + 1
    }</span></th>`
  );
  const rows = reports.map((report, index) => {
    const cells = lessons.map((lesson, place) =>
      renderCell(findLesson(report, lesson.id), `#s${index + 1}-${place + 1}`)
    );
    return markup`<tr><th scope="row"><a href="#s${index + 1}">${
      cleanLine(report.submission.id)
    }</a></th>
<td class="number">${renderPoints(report.score)}</td>${cells}</tr>
`;
  });
  const used = new Set(reports.flatMap((one) => one.lessons.map((it) => it.status)));
  const legend = countStatuses([...used]).map(({ status }) =>
    markup`<span class="chip ${colourOf(status)}">${STATUS_WORDS[status].letter} ${
      STATUS_WORDS[status].word
    }</span>`
  );
  return markup`<p>${legend}<span class="chip none">– not graded</span></p>
<div class="scroll" role="region" aria-labelledby="grid" tabindex="0">
<table class="grid"><caption>A name shows that student alone; a letter leads to what happened</caption>
<thead><tr><th scope="col">Submission</th><th scope="col" class="number">Points</th>${heads}</tr></thead>
<tbody>
${rows}</tbody></table>
</div>`;
}

function renderCell(lesson: LessonReport | undefined, href: string): Markup {
  if (lesson === undefined) {
    return markup`<td class="cell none"><span title="not graded">–</span></td>`;
  }
  const { letter, word } = STATUS_WORDS[lesson.status];
  const colour = colourOf(lesson.status);
  if (lesson.status === "pass") {
    return markup`<td class="cell ${colour}"><span>${letter}</span></td>`;
  }
  return markup`<td class="cell ${colour}"><a href="${href}" title="${word}">${letter}</a></td>`;
}

function findLesson(report: Report, id: string): LessonReport | undefined {
  return report.lessons.find((one) => one.id === id);
}

import { escapeXml } from "../escape_xml.ts";
import { parseFlowBlock } from "../parse_flow.ts";
import { renderHtml, renderSentence } from "./render_html.ts";
import type { LessonText, SiteContext } from "./render_lessons.ts";
import type { SitePage } from "./render_shell.ts";
import { lessonPage, sheetPage } from "./site_map.ts";

const TITLE = "Inter-process communication, by making failing tests pass";
const SUMMARY = "Processes are sealed boxes; this course teaches how they talk all the same.";

/** What the whole course is about. */
const { flows: FLOWS } = parseFlowBlock("Process A --write()--> (kernel) --read()--> Process B", 1);
const FOOT = "deno task learn";

/** Renders the overview: all lessons, by unit. */
export function renderIndexPage(texts: readonly LessonText[]): SitePage {
  const units = Map.groupBy(texts, ({ lesson }) => lesson.unit);
  const sections = Array.from(units, ([unit, members]) => {
    const items = members.map(({ lesson, sheet }) =>
      `<li value="${lesson.number}"><a href="${lessonPage(lesson)}">${
        escapeXml(lesson.title)
      }</a>: ` +
      `${renderSentence(lesson.teaches)} · <a class="more" href="${
        sheetPage(lesson)
      }">Sheet<span class="hidden"> of ${escapeXml(sheet.front.title)}</span></a></li>`
    );
    return `<h2>${escapeXml(unit)}</h2>\n<ol>${items.join("\n")}</ol>`;
  });
  const html = `<h1>${TITLE}</h1>
<p>${SUMMARY} Each lesson is a small TypeScript module with failing tests. Begin in a checkout of the course with
<code class="command">deno task learn</code></p>
${sections.join("\n")}`;
  const card = { kind: "A course", title: TITLE, summary: SUMMARY, flows: FLOWS, foot: FOOT };
  return { path: "index.html", title: TITLE, summary: SUMMARY, html, card };
}

/** Renders the comparison of the mechanisms, whose cells lead to the lessons that prove them. */
export function renderComparePage(markdown: string, site: SiteContext): SitePage {
  const path = "compare.html";
  const ids = new Set(["main", "search"]);
  const html = renderHtml(markdown, { ...site, source: "lessons/README.md", page: path, ids });
  const summary = "Who can talk, what travels, which way, and what happens when it is full.";
  const title = "The mechanisms, compared";
  const card = { kind: "Comparison", title, summary, flows: FLOWS, foot: FOOT };
  return { path, title, summary, html, card };
}

import type { Lesson } from "../../course/lesson.ts";
import { escapeXml } from "../escape_xml.ts";
import type { Card } from "../cards/draw_card.ts";
import { parseFlowBlock } from "../parse_flow.ts";
import { isOverview } from "../overview.ts";
import type { Sheet } from "../sheet.ts";
import { type HtmlContext, renderHeading, renderHtml } from "./render_html.ts";
import type { SitePage } from "./render_shell.ts";
import { lessonPage, relate, sheetPage, sheetPdf } from "./site_map.ts";

/** A lesson and its sheet. */
export interface SheetText {
  readonly lesson: Lesson;
  readonly sheet: Sheet;
}

/** A lesson and its texts. */
export interface LessonText extends SheetText {
  readonly readme: string;
  readonly hints: string;
}

/** What all pages share. */
export interface SiteContext extends Pick<HtmlContext, "siteMap" | "highlight"> {
  /**
   * Whether the site has its sheets as PDF, too.
   *
   * @default false
   */
  readonly hasPdf?: boolean;
}

/** What a text needs to be rendered on its page. */
type PageContext = SiteContext & Omit<HtmlContext, "source">;

const { flows: FLOWS } = parseFlowBlock(
  "a lesson --in one minute--> (its sheet | a page of A4) --to keep--> you",
  1,
);

/** Renders the page of each lesson: its README, its sheet, its hints folded, and the way to its neighbours. */
export function renderLessonPages(texts: readonly LessonText[], site: SiteContext): SitePage[] {
  return texts.map((text, index) => {
    const { lesson } = text;
    const page = lessonPage(lesson);
    const ids = new Set(["main", "search", "sheet", "hints"]);
    const context = { ...site, page, ids };
    const html = [
      renderFacts(lesson),
      renderReadme(text, context),
      `<section id="sheet" class="part"><h2>Cheat sheet</h2>\n<p>The same on ` +
      `<a href="${relate(page, sheetPage(lesson))}">a page of its own</a>, made to be printed` +
      `${site.hasPdf ? `, and as ${renderPdfLink(page, lesson)}` : ""}.</p>`,
      renderSheetBody(text, { context, deeper: 1 }),
      "</section>",
      renderHints(text, context),
      renderNeighbours(page, [texts[index - 1]?.lesson, texts[index + 1]?.lesson]),
    ];
    const summary = lesson.teaches.replaceAll("`", "");
    const number = String(lesson.number).padStart(2, "0");
    const card = makeCard(text, { kind: `Lesson ${number}`, title: lesson.title, summary });
    return { path: page, title: lesson.title, summary, html: html.join("\n"), card };
  });
}

/** Renders the page of each sheet, and the page of all sheets. */
export function renderSheetPages(texts: readonly SheetText[], site: SiteContext): SitePage[] {
  const pages = texts.map((text, index): SitePage => {
    const { lesson, sheet: { front } } = text;
    const page = sheetPage(lesson);
    const article = renderSheet(text, { ...site, page, ids: new Set(["main", "search"]) });
    const neighbours = [texts[index - 1]?.lesson, texts[index + 1]?.lesson];
    const html = article + renderNeighbours(page, neighbours, sheetPage);
    const card = makeCard(text, { kind: "Cheat sheet", ...front });
    return { path: page, title: `${front.title}: cheat sheet`, summary: front.summary, html, card };
  });
  const path = "sheets.html";
  const ids = new Set(["main", "search"]);
  const articles = texts.map((text) =>
    renderSheet(text, { ...site, page: path, ids, idPrefix: `${text.lesson.slug}-`, deeper: 1 })
  );
  const title = "All cheat sheets";
  const summary =
    "One page for each lesson, and one for all: what matters, a picture, the calls, a pattern, the traps.";
  const note = "Printed, each of them is one page of A4.";
  const pdf = site.hasPdf ? ` All of them as ${renderPdfLink(path, "all")}.` : "";
  const html = `<div class="intro"><h1>${title}</h1>\n<p>${summary} ${note}${pdf}</p></div>`;
  const kind = `${texts.length} sheets`;
  const card = { kind, title, summary, flows: FLOWS, foot: "deno task sheet" };
  return [...pages, { path, title, summary, html: [html, ...articles].join("\n"), card }];
}

function makeCard(
  { lesson, sheet }: SheetText,
  { kind, title, summary }: Pick<Card, "kind" | "title" | "summary">,
): Card {
  const { flows, front: { practise } } = sheet;
  return { kind: `${kind} · ${lesson.unit}`, title, summary, flows, foot: practise };
}

function renderReadme(
  { lesson, readme }: LessonText,
  context: PageContext,
): string {
  return renderHtml(readme, { ...context, source: `lessons/${lesson.folder}/README.md` });
}

function renderFacts({ unit, level, minutes, slug }: Lesson): string {
  return `<p class="facts">${escapeXml(unit)} · level ${level} of 5 · about ${minutes} minutes · ` +
    `${renderCommand(`deno task learn run ${slug}`)}</p>`;
}

function renderSheet(text: SheetText, context: PageContext): string {
  const { lesson, sheet: { front } } = text;
  const { page, deeper = 0 } = context;
  const level = deeper + 1;
  const title = level === 1
    ? `<h1>${escapeXml(front.title)}</h1>\n`
    : renderHeading(escapeXml(front.title), 1, { ...context, source: "" });
  return `<article class="sheet">${title}<p class="summary">${escapeXml(front.summary)}</p>
${renderSheetBody(text, { context, deeper })}
<p class="practise">Practise: ${renderCommand(front.practise)} · <a href="${
    relate(page, lessonPage(lesson))
  }">${isOverview(lesson) ? "the comparison" : `lesson ${lesson.number}`}</a>${
    context.hasPdf ? `<span class="pdf"> · ${renderPdfLink(page, lesson)}</span>` : ""
  }</p></article>\n`;
}

function renderSheetBody(
  { sheet }: SheetText,
  { context, deeper }: { context: PageContext; deeper: number },
): string {
  const idPrefix = context.idPrefix ?? "sheet-";
  return renderHtml(sheet.body, { ...context, source: sheet.path, idPrefix, deeper });
}

function renderHints({ lesson, hints }: LessonText, context: PageContext): string {
  const source = `lessons/${lesson.folder}/hints.md`;
  const tiers = hints.split(/^## /m).slice(1).map((tier) => {
    const end = tier.indexOf("\n");
    const text = renderHtml(tier.slice(end), { ...context, source, idPrefix: "hint-" });
    return `<details><summary>${escapeXml(tier.slice(0, end).trim())}</summary>\n${text}</details>`;
  });
  return `<section id="hints" class="part"><h2>Hints</h2>\n${tiers.join("\n")}\n</section>`;
}

function renderNeighbours(
  page: string,
  [before, after]: readonly (Lesson | undefined)[],
  toPage: (lesson: Lesson) => string = lessonPage,
): string {
  const link = (lesson: Lesson | undefined, rel: "prev" | "next") =>
    lesson === undefined
      ? "<span></span>"
      : `<a rel="${rel}" href="${relate(page, toPage(lesson))}">${rel === "prev" ? "← " : ""}${
        isOverview(lesson) ? "" : `${lesson.number} `
      }${escapeXml(lesson.title)}${rel === "next" ? " →" : ""}</a>`;
  return `<nav class="neighbours" aria-label="Before and after">${link(before, "prev")}${
    link(after, "next")
  }</nav>`;
}

function renderPdfLink(page: string, lesson: Lesson | "all"): string {
  return `<a href="${relate(page, sheetPdf(lesson))}">PDF</a>`;
}

function renderCommand(command: string): string {
  return `<code class="command">${escapeXml(command)}</code>`;
}

import { CourseError, type Lesson } from "../../course/lesson.ts";
import { loadLessons } from "../../course/load_lessons.ts";
import { drawCards, type LoadDrawn } from "../cards/draw_cards.ts";
import { loadSheet, loadSheets } from "../load_sheet.ts";
import { withOverview } from "../overview.ts";
import { buildSearch } from "./build_search.ts";
import { makeHighlight } from "./highlight.ts";
import { loadAsset, loadStyle } from "./load_assets.ts";
import { renderComparePage, renderIndexPage } from "./render_index.ts";
import { type LessonText, renderLessonPages, renderSheetPages } from "./render_lessons.ts";
import { renderShell, type SitePage } from "./render_shell.ts";
import { makeSiteMap } from "./site_map.ts";

/** What a site may need to know. */
export interface SiteOptions {
  /**
   * Where it will be, ending in a slash. Only then do its pages say where they are, and have pictures for previews: who
   * shows a preview takes absolute addresses only.
   *
   * @default undefined
   */
  readonly base?: string | undefined;
  /**
   * Finds a picture that an earlier build has drawn.
   *
   * @default all are drawn anew
   */
  readonly loadDrawn?: LoadDrawn;
  /**
   * Whether somebody will put the sheets as PDF where `sheetPdf()` says: then the pages lead there.
   *
   * @default false
   */
  readonly hasPdf?: boolean;
}

/** The files of a site by their paths, relative to the site. */
export interface Site {
  readonly texts: ReadonlyMap<string, string>;
  readonly pictures: ReadonlyMap<string, Uint8Array>;
}

/** Builds the site of a course. */
export async function buildSite(root: string, options: SiteOptions = {}): Promise<Site> {
  const lessons = await loadLessons(root);
  const lessonTexts = await Promise.all(lessons.map((lesson) => loadLessonText(root, lesson)));
  const comparison = await loadIfThere(root, "lessons/README.md"); // a course of one's own need not have it
  const owners = await withOverview(root, lessons);
  const siteMap = makeSiteMap(owners, { hasComparison: comparison !== undefined });
  const { base, loadDrawn, hasPdf = false } = options;
  const site = { siteMap, highlight: await makeHighlight(), hasPdf };
  const sheets = renderSheetPages(await loadSheets(root, owners), site);
  const found: SitePage[] = [
    ...renderLessonPages(lessonTexts, site),
    ...sheets.slice(0, -1), // what the page of all sheets says is found in each of them
    ...(comparison === undefined ? [] : [renderComparePage(comparison, site)]),
  ];
  const pages = [renderIndexPage(lessonTexts), ...found, ...sheets.slice(-1)];
  const cards = base === undefined ? [] : await drawCards(pages.map(({ card }) => card), loadDrawn);
  const paths = new Set(pages.map(({ path }) => path));
  const isThere = (path: string) => paths.has(path);
  const texts = new Map([
    ...pages.map((page, index): [string, string] => [
      page.path,
      renderShell(page, { isThere, base, picture: cards[index]?.path }),
    ]),
    ["style.css", await loadStyle()],
    ["page.js", await loadAsset("page.js")],
    ["search.js", await buildSearch(found)],
  ]);
  return { texts, pictures: new Map(cards.map(({ path, png }) => [path, png])) };
}

async function loadLessonText(root: string, lesson: Lesson): Promise<LessonText> {
  return {
    lesson,
    readme: await loadText(root, `lessons/${lesson.folder}/README.md`),
    hints: await loadText(root, `lessons/${lesson.folder}/hints.md`),
    sheet: await loadSheet(root, lesson),
  };
}

async function loadText(root: string, path: string): Promise<string> {
  const text = await loadIfThere(root, path);
  if (text !== undefined) return text;
  throw new CourseError(path, `is missing; restore it with git checkout -- ${path}`);
}

async function loadIfThere(root: string, path: string): Promise<string | undefined> {
  try {
    return (await Deno.readTextFile(`${root}/${path}`)).replaceAll("\r\n", "\n");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

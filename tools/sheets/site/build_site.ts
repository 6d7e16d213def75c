import { CourseError } from "../../course/lesson.ts";
import { loadLessons } from "../../course/load_lessons.ts";
import { loadSheet } from "../load_sheet.ts";
import { buildSearch } from "./build_search.ts";
import { makeHighlight } from "./highlight.ts";
import { loadAsset, loadStyle } from "./load_assets.ts";
import { renderComparePage, renderIndexPage } from "./render_index.ts";
import { type LessonText, renderLessonPages, renderSheetPages } from "./render_lessons.ts";
import { renderShell, type SitePage } from "./render_shell.ts";
import { makeSiteMap } from "./site_map.ts";

/** Builds the site of a course: the text of each file by its path, relative to the site. */
export async function buildSite(root: string): Promise<Map<string, string>> {
  const lessons = await loadLessons(root);
  const texts = await Promise.all(lessons.map(async (lesson): Promise<LessonText> => ({
    lesson,
    readme: await loadText(root, `lessons/${lesson.folder}/README.md`),
    hints: await loadText(root, `lessons/${lesson.folder}/hints.md`),
    sheet: await loadSheet(root, lesson),
  })));
  const comparison = await loadIfThere(root, "lessons/README.md"); // a course of one's own need not have it
  const siteMap = makeSiteMap(lessons, { hasComparison: comparison !== undefined });
  const site = { siteMap, highlight: await makeHighlight() };
  const sheets = renderSheetPages(texts, site);
  const found: SitePage[] = [
    ...renderLessonPages(texts, site),
    ...sheets.slice(0, -1), // what the page of all sheets says is found in each of them
    ...(comparison === undefined ? [] : [renderComparePage(comparison, site)]),
  ];
  const pages = [renderIndexPage(texts), ...found, ...sheets.slice(-1)];
  const paths = new Set(pages.map(({ path }) => path));
  return new Map([
    ...pages.map((page): [string, string] => [
      page.path,
      renderShell(page, (path) => paths.has(path)),
    ]),
    ["style.css", await loadStyle()],
    ["page.js", await loadAsset("page.js")],
    ["search.js", await buildSearch(found)],
  ]);
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

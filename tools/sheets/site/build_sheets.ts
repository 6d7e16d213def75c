import type { Lesson } from "../../course/lesson.ts";
import { loadLessons } from "../../course/load_lessons.ts";
import { loadSheets } from "../load_sheet.ts";
import { withOverview } from "../overview.ts";
import { makeHighlight } from "./highlight.ts";
import { loadStyle } from "./load_assets.ts";
import { renderSheetPages } from "./render_lessons.ts";
import { renderShell } from "./render_shell.ts";
import { makeSiteMap } from "./site_map.ts";

/**
 * Builds the pages of some sheets as the site has them, and the page of all these, without the rest of the site: enough
 * to print them. The text of each file by its path.
 *
 * @throws {CourseError} when a sheet is missing or not in the format
 */
export async function buildSheets(
  root: string,
  lessons: readonly Lesson[],
): Promise<Map<string, string>> {
  const texts = await loadSheets(root, lessons);
  const all = await withOverview(root, await loadLessons(root)); // a sheet leads to others, too
  const siteMap = makeSiteMap(all, { hasComparison: true });
  const pages = renderSheetPages(texts, { siteMap, highlight: await makeHighlight() });
  return new Map([
    ...pages.map((
      page,
    ): [string, string] => [page.path, renderShell(page, { isThere: () => false })]),
    ["style.css", await loadStyle()],
  ]);
}

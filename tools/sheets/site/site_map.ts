import { posix } from "node:path";
import type { Lesson } from "../../course/lesson.ts";
import { isOverview, OVERVIEW, pageOf } from "../overview.ts";

/** Where a file of the course is shown on the site, relative to the site; undefined when it is not. */
export type SiteMap = (coursePath: string) => string | undefined;

/** The page of a lesson, or of the comparison, relative to the site. */
export function lessonPage(lesson: Lesson): string {
  return isOverview(lesson) ? COMPARISON : `lessons/${lesson.slug}.html`;
}

/** The page of a lesson's sheet, relative to the site. */
export function sheetPage({ slug }: Lesson): string {
  return `sheets/${slug}.html`;
}

/** A lesson's sheet as PDF, or all of them in one, relative to the site; there when the site was built with them. */
export function sheetPdf(lesson: Lesson | "all"): string {
  return `sheets/${lesson === "all" ? ALL_SHEETS : lesson.slug}.pdf`;
}

/** The page with the comparison of all mechanisms. */
export const COMPARISON = "compare.html";

/** The name of the file with all sheets; no lesson has it, for their slugs have no underscore. */
export const ALL_SHEETS = "all_sheets";

/** Makes the map of a course: its Markdown has pages, and a lesson's tests and module lead to the lesson. */
export function makeSiteMap(
  lessons: readonly Lesson[],
  { hasComparison }: { hasComparison: boolean },
): SiteMap {
  const pages = new Map([["README.md", "index.html"]]);
  if (hasComparison) pages.set(pageOf(OVERVIEW, "README.md"), COMPARISON);
  for (const lesson of lessons) pages.set(pageOf(lesson, "cheatsheet.md"), sheetPage(lesson));
  for (const lesson of lessons.filter((one) => !isOverview(one))) {
    const page = lessonPage(lesson);
    for (
      const [path, target] of [
        [`lessons/${lesson.folder}`, page],
        [`lessons/${lesson.folder}/README.md`, page],
        [`lessons/${lesson.folder}/hints.md`, `${page}#hints`],
        [`tests/${lesson.folder}_test.ts`, page],
      ] as const
    ) pages.set(path, target);
  }
  return (coursePath) => pages.get(coursePath.replace(/\/$/, ""));
}

/** How a page leads to another one, both relative to the site. */
export function relate(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to);
}

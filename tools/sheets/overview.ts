import type { Lesson } from "../course/lesson.ts";

/**
 * The course as a whole has a sheet like a lesson's: `lessons/` is its folder, with the comparison as README. It has number
 * 0 and no tests.
 */
export const OVERVIEW: Lesson = {
  folder: "",
  number: 0,
  slug: "overview",
  title: "The mechanisms, compared",
  teaches: "Who can talk, what travels, and what happens when it is full or over",
  unit: "The whole course",
  level: 1,
  minutes: 5,
  needs: [],
};

/** Whether this is the course as a whole and no lesson. */
export function isOverview({ folder }: Lesson): boolean {
  return folder === OVERVIEW.folder;
}

/** A page of a lesson, or of the course as a whole, as in `lessons/05_pipeline/README.md`. */
export function pageOf(lesson: Lesson, name: "README.md" | "cheatsheet.md"): string {
  return isOverview(lesson) ? `lessons/${name}` : `lessons/${lesson.folder}/${name}`;
}

/** Puts the overview before the lessons; a course of one's own need not have it. */
export async function withOverview(root: string, lessons: readonly Lesson[]): Promise<Lesson[]> {
  const path = `${root}/${pageOf(OVERVIEW, "cheatsheet.md")}`;
  const isThere = await Deno.stat(path).then((it) => it.isFile, () => false);
  return isThere ? [OVERVIEW, ...lessons] : [...lessons];
}

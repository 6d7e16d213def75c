import { CourseError, type Lesson } from "../course/lesson.ts";
import { isOverview, pageOf } from "./overview.ts";
import { parseSheet } from "./parse_sheet.ts";
import type { Sheet } from "./sheet.ts";

/** Loads the sheet of a lesson, or the overview. @throws {CourseError} when it is missing or not in the format */
export async function loadSheet(root: string, lesson: Lesson): Promise<Sheet> {
  const path = pageOf(lesson, "cheatsheet.md");
  const text = await Deno.readTextFile(`${root}/${path}`).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new CourseError(path, `is missing; restore it with git checkout -- ${path}`);
  });
  const sheet = parseSheet(text, path);
  const [first] = sheet.problems;
  if (first !== undefined) {
    const command = isOverview(lesson) ? "verify" : `verify ${lesson.slug}`;
    const hint = `deno task ${command} lists all that is wrong`;
    throw new CourseError(first.place, `${first.problem}; ${hint}`);
  }
  return sheet;
}

/** Loads the sheets of some lessons, each with its lesson. @throws {CourseError} as {@linkcode loadSheet} does */
export async function loadSheets(
  root: string,
  lessons: readonly Lesson[],
): Promise<{ readonly lesson: Lesson; readonly sheet: Sheet }[]> {
  return await Promise.all(lessons.map(async (lesson) => ({
    lesson,
    sheet: await loadSheet(root, lesson),
  })));
}

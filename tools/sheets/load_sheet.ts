import { CourseError, type Lesson } from "../course/lesson.ts";
import { parseSheet } from "./parse_sheet.ts";
import type { Sheet } from "./sheet.ts";

/** Loads the sheet of a lesson. @throws {CourseError} when it is missing or not in the format */
export async function loadSheet(root: string, lesson: Lesson): Promise<Sheet> {
  const path = `lessons/${lesson.folder}/cheatsheet.md`;
  const text = await Deno.readTextFile(`${root}/${path}`).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new CourseError(path, `is missing; restore it with git checkout -- ${path}`);
  });
  const sheet = parseSheet(text, path);
  const [first] = sheet.problems;
  if (first !== undefined) {
    const hint = `deno task verify ${lesson.slug} lists all that is wrong`;
    throw new CourseError(first.place, `${first.problem}; ${hint}`);
  }
  return sheet;
}

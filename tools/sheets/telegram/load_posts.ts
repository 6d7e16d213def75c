import { CourseError, type Lesson } from "../../course/lesson.ts";
import { loadSheet } from "../load_sheet.ts";
import type { Sheet } from "../sheet.ts";
import { sheetPdf } from "../site/site_map.ts";
import type { NamedPost } from "./render_chat_page.ts";
import { renderPost } from "./render_post.ts";

/** Where links and buttons lead; each ends in a slash. */
export interface Addresses {
  /** Where the course can be read; undefined: links are shown as paths. */
  readonly base: string | undefined;
  /** Where the site is that has the PDFs; undefined: no button for them. */
  readonly site: string | undefined;
}

/** A post, and what it was made of. */
export interface LoadedPost extends NamedPost {
  readonly lesson: Lesson;
  readonly sheet: Sheet;
}

/**
 * Loads the sheets of lessons as posts.
 *
 * @throws {CourseError} when a sheet is damaged, or telegram would refuse it
 */
export async function loadPosts(
  root: string,
  lessons: readonly Lesson[],
  { base, site }: Addresses,
): Promise<LoadedPost[]> {
  return await Promise.all(lessons.map(async (lesson) => {
    const sheet = await loadSheet(root, lesson);
    const pdf = site === undefined ? undefined : new URL(sheetPdf(lesson), site).href;
    try {
      return { name: lesson.slug, post: renderPost(sheet, { base, pdf }), lesson, sheet };
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
      throw new CourseError(sheet.path, `cannot be sent as a post: ${error.message}`);
    }
  }));
}

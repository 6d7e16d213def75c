import type { Lesson } from "../../../course/lesson.ts";
import { loadPosts } from "../load_posts.ts";
import type { Post } from "../render_post.ts";

/** A lesson as the bot knows it. */
export interface BotEntry {
  readonly lesson: Lesson;
  /** The title of its sheet. */
  readonly title: string;
  readonly summary: string;
  readonly practise: string;
  readonly tags: readonly string[];
  /** Its sheet, ready to be sent. */
  readonly post: Post;
}

/**
 * Loads what the bot can answer with, by number.
 *
 * @param base where the course can be read; undefined: links are shown as paths
 * @throws {CourseError} when a sheet is damaged, or telegram would refuse it
 */
export async function loadBotCourse(
  root: string,
  lessons: readonly Lesson[],
  base: string | undefined,
): Promise<BotEntry[]> {
  const posts = await loadPosts(root, lessons, base);
  return posts.map(({ lesson, sheet, post }) => {
    const { title, summary, practise, tags } = sheet.front;
    return { lesson, title, summary, practise, tags, post };
  });
}

import type { Lesson } from "../../../course/lesson.ts";
import { type Addresses, loadPosts } from "../load_posts.ts";
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

/** Loads what the bot can answer with, by number. @throws {CourseError} when a sheet is damaged, or telegram would refuse it */
export async function loadBotCourse(
  root: string,
  lessons: readonly Lesson[],
  addresses: Addresses,
): Promise<BotEntry[]> {
  const posts = await loadPosts(root, lessons, addresses);
  return posts.map(({ lesson, sheet, post }) => {
    const { title, summary, practise, tags } = sheet.front;
    return { lesson, title, summary, practise, tags, post };
  });
}

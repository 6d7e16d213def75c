import { checkLinkable, linkCourse } from "../course/link_course.ts";
import type { Draft } from "./draft.ts";
import { placeFiles } from "./place_files.ts";
import { listPieces, renderFiles } from "./render_files.ts";

/**
 * Puts a new lesson into a course; somebody's own course is made first, when it is not there. A failure leaves nothing.
 *
 * @param own the course that the command belongs to
 * @throws what the file system says, or a CourseError when something is in the way
 */
export async function beginLesson(own: string, root: string, draft: Draft): Promise<void> {
  await checkLinkable(own, root);
  const isNew = await Deno.lstat(root).then(() => false, () => true);
  if (isNew) await Deno.mkdir(root);
  try {
    await placeFiles(root, renderFiles(draft), {
      pieces: listPieces(draft),
      finish: () => linkCourse(own, root),
    });
  } catch (error) {
    if (isNew) await Deno.remove(root, { recursive: true });
    throw error;
  }
}

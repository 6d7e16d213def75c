import { CourseError, type Lesson, lessonFile, stubFile } from "../course/lesson.ts";
import { keepCopy } from "./kept_copies.ts";
import { writeAtomic } from "../proc/write_atomic.ts";

/** What stands where the learner's file belongs. */
export type LearnerFile =
  | { readonly kind: "text"; readonly text: string; readonly isEdited: boolean }
  | { readonly kind: "missing" }
  /** A folder, a FIFO, a link: neither read nor kept. */
  | { readonly kind: "folder" | "other" };

/** Loads the learner's file of a lesson; a FIFO there is not waited for. */
export async function loadLearnerFile(root: string, lesson: Lesson): Promise<LearnerFile> {
  const path = `${root}/${lessonFile(lesson)}`;
  const info = await Deno.lstat(path).catch(() => undefined);
  if (info === undefined) return { kind: "missing" };
  if (!info.isFile) return { kind: info.isDirectory ? "folder" : "other" };
  const text = await Deno.readTextFile(path);
  return { kind: "text", text, isEdited: text !== await loadStub(root, lesson) };
}

/** Loads the untouched stub of a lesson. @throws {CourseError} when it is missing */
export async function loadStub(root: string, lesson: Lesson): Promise<string> {
  const path = stubFile(lesson);
  return await Deno.readTextFile(`${root}/${path}`).catch(() => {
    throw new CourseError(path, `is missing; restore it with git checkout -- ${path}`);
  });
}

/**
 * Puts a text in the place of the learner's file, which is kept as a dated copy first if it was edited. Returns the
 * copy's path, undefined when there was nothing to keep.
 */
export async function replaceLearnerFile(
  course: { root: string; now: number },
  lesson: Lesson,
  text: string,
): Promise<string | undefined> {
  const mine = await loadLearnerFile(course.root, lesson);
  const isWorthKeeping = mine.kind === "text" && mine.isEdited && mine.text !== text;
  const copy = isWorthKeeping ? await keepCopy(course, lesson.slug, mine.text) : undefined;
  await writeAtomic(`${course.root}/${lessonFile(lesson)}`, text);
  return copy;
}

/** Hashes the text of a lesson file, to know it again. */
export async function hashText(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}

import { displayLesson, type Lesson, lessonFile } from "../course/lesson.ts";
import { type Bundle, parseBundle } from "./bundle.ts";
import { count, resolvePath } from "./export.ts";
import { keepCopy } from "./kept_copies.ts";
import type { Session } from "./learn.ts";
import { hashText, loadLearnerFile, replaceLearnerFile } from "./learner_file.ts";
import { mergeProgress } from "./merge_progress.ts";
import { progressOf } from "./progress.ts";

/**
 * Merges an export of another machine into this course; `-` is stdin. No solved mark is lost, and no edited file is
 * replaced without a dated copy. A file that is no export changes nothing.
 */
export async function importLearner(session: Session, path: string): Promise<number> {
  const { io } = session;
  let text: string;
  try {
    text = path === "-"
      ? await new Response(Deno.stdin.readable).text()
      : await Deno.readTextFile(resolvePath(session.cwd, path));
  } catch (error) {
    return io.err(`Cannot import ${path}: ${error instanceof Error ? error.message : error}`), 2;
  }
  const bundle = parseBundle(text, session.renames);
  if (typeof bundle === "string") {
    return io.err(`Cannot import ${path}: ${bundle}. Nothing was changed.`), 2;
  }
  const lines: string[] = [];
  for (const [slug, content] of Object.entries(bundle.files)) {
    const line = await importFile(session, bundle, { slug, content });
    if (line !== undefined) lines.push(line);
  }
  const solvedBefore = countSolved(session, session.progress);
  const merged = mergeProgress(session.progress, bundle.progress);
  await session.save(merged); // last: whoever is interrupted before imports once more
  for (const line of lines) io.out(line);
  const solved = countSolved(session, merged);
  io.out(
    `Imported: ${count(solved, "lesson")} solved, ${solved - solvedBefore} of them new here; ` +
      `${count(Object.keys(bundle.files).length, "lesson file")} came along.`,
  );
  return 0;
}

/** Takes one file over; returns what the learner should know of it. */
async function importFile(
  session: Session,
  bundle: Bundle,
  file: { slug: string; content: string },
): Promise<string | undefined> {
  const course = { root: session.root, now: session.io.now() };
  const { slug, content } = file;
  const lesson = session.lessons.find((one) => one.slug === slug);
  if (lesson === undefined) {
    const copy = await keepCopy(course, slug, content);
    return `This course has no lesson ${slug}; its file is kept in ${copy}`;
  }
  const mine = await loadLearnerFile(session.root, lesson);
  if (mine.kind === "text" && mine.text === content) return undefined;
  const name = displayLesson(lesson);
  if (mine.kind === "folder" || mine.kind === "other") {
    const copy = await keepCopy(course, slug, content);
    return `${lessonFile(lesson)} is not a regular file; the imported one is kept in ${copy}`;
  }
  if (mine.kind === "text" && mine.isEdited && await isGreenOnlyHere(session, bundle, lesson)) {
    const copy = await keepCopy(course, slug, content);
    return `${name}: yours has passed and stays; the imported one is kept in ${copy}`;
  }
  const copy = await replaceLearnerFile(course, lesson, content);
  if (copy === undefined) return `${name}: taken over`;
  return `${name}: taken over; yours is kept in ${copy}, and deno task learn undo ${slug} brings it back`;
}

/** Whether the file here has passed and the imported one is not known to. */
async function isGreenOnlyHere(
  session: Session,
  bundle: Bundle,
  lesson: Lesson,
): Promise<boolean> {
  const mine = await loadLearnerFile(session.root, lesson);
  if (mine.kind !== "text") return false;
  const isGreen =
    await hashText(mine.text) === progressOf(session.progress, lesson.slug).passedHash;
  const theirs = await hashText(bundle.files[lesson.slug] ?? "");
  return isGreen && progressOf(bundle.progress, lesson.slug).passedHash !== theirs;
}

function countSolved(session: Session, progress: Session["progress"]): number {
  return session.lessons.filter((one) => progressOf(progress, one.slug).solvedAt !== undefined)
    .length;
}

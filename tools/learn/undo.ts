import { displayLesson, type Lesson, lessonFile } from "../course/lesson.ts";
import { type KeptCopy, listKeptOf } from "./kept_copies.ts";
import type { Session } from "./learn.ts";
import { loadLearnerFile, replaceLearnerFile } from "./learner_file.ts";

/**
 * Brings back what the last reset, import or undo replaced. The file that stands there now is kept first, so that a
 * second undo undoes the first. Without a lesson it takes the one of which a copy was kept last.
 */
export async function undoLesson(session: Session, wanted: Lesson | undefined): Promise<number> {
  const { io, root } = session;
  const lesson = wanted ?? await lastKeptLesson(session);
  if (lesson === undefined) {
    io.out("There is nothing to undo: no lesson was ever reset.");
    return 0;
  }
  const name = displayLesson(lesson);
  const mine = await loadLearnerFile(root, lesson);
  if (mine.kind === "folder") {
    io.err(`Cannot bring back ${lessonFile(lesson)}: it is a folder; move it away first.`);
    return 1;
  }
  const current = mine.kind === "text" ? mine.text : undefined;
  const kept = await listKeptOf(root, lesson, session.renames);
  const copy = await findOther(root, kept, current);
  if (copy === undefined) {
    io.out(
      kept.length === 0
        ? `There is nothing to undo: ${name} was never reset.`
        : `There is nothing to undo: your ${name} equals every kept copy of it.`,
    );
    return 0;
  }
  const replaced = await replaceLearnerFile({ root, now: io.now() }, lesson, copy.text);
  io.out(`${lessonFile(lesson)} is your version of ${copy.path} again.`);
  if (replaced !== undefined) {
    io.out(`What stood there is kept in ${replaced}; undo once more brings it back.`);
  }
  return 0;
}

/** The newest copy that differs from what stands there now. */
async function findOther(
  root: string,
  kept: readonly KeptCopy[],
  current: string | undefined,
): Promise<{ path: string; text: string } | undefined> {
  for (const { path } of kept.toReversed()) {
    const text = await Deno.readTextFile(`${root}/${path}`);
    if (text !== current) return { path, text };
  }
  return undefined;
}

async function lastKeptLesson(session: Session): Promise<Lesson | undefined> {
  let last: { lesson: Lesson; age: string } | undefined;
  for (const lesson of session.lessons) {
    const newest = (await listKeptOf(session.root, lesson, session.renames)).at(-1);
    if (newest !== undefined && newest.age > (last?.age ?? "")) last = { lesson, age: newest.age };
  }
  return last?.lesson;
}

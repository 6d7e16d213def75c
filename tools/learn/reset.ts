import { displayLesson, type Lesson, lessonFile } from "../course/lesson.ts";
import type { Session } from "./learn.ts";
import { loadLearnerFile, loadStub, replaceLearnerFile } from "./learner_file.ts";

/** Puts the untouched stub back, after asking; the learner's file is kept as a dated copy. Needs no git. */
export async function resetLesson(session: Session, lesson: Lesson): Promise<number> {
  const { io, root } = session;
  const stub = await loadStub(root, lesson);
  const mine = await loadLearnerFile(root, lesson);
  if (mine.kind === "folder") {
    io.err(`Cannot reset ${lessonFile(lesson)}: it is a folder; move it away first.`);
    return 1;
  }
  if (mine.kind === "text" && !mine.isEdited) {
    io.out(`${lessonFile(lesson)} is untouched; there is nothing to reset.`);
    return 0;
  }
  if (!session.flags.yes && !ask(session, lesson)) {
    io.err("Nothing was changed.");
    return session.io.isTerminal ? 0 : 2;
  }
  const copy = await replaceLearnerFile({ root, now: io.now() }, lesson, stub);
  io.out(`${lessonFile(lesson)} is the stub again.`);
  if (copy === undefined) return 0;
  io.out(`Your version is kept in ${copy}`);
  io.out(`Back to it: deno task learn undo ${lesson.slug}`);
  return 0;
}

function ask(session: Session, lesson: Lesson): boolean {
  if (!Deno.stdin.isTerminal() || !session.io.isTerminal) {
    session.io.err("Cannot ask without a terminal: add --yes to reset.");
    return false;
  }
  return confirm(`Replace your ${displayLesson(lesson)} by the untouched stub? A copy is kept.`);
}

import { CourseError, displayLesson, type Lesson, lessonFile, stubFile } from "../course/lesson.ts";
import type { Session } from "./learn.ts";

/** Puts the untouched stub back, after asking; the learner's file is kept as a dated copy. Needs no git. */
export async function resetLesson(session: Session, lesson: Lesson): Promise<number> {
  const { io, root } = session;
  const file = `${root}/${lessonFile(lesson)}`;
  const stub = await Deno.readTextFile(`${root}/${stubFile(lesson)}`).catch(() => {
    throw new CourseError(
      stubFile(lesson),
      `is missing; restore it with git checkout -- ${stubFile(lesson)}`,
    );
  });
  const info = await Deno.lstat(file).catch(() => undefined);
  if (info?.isDirectory) {
    io.err(`Cannot reset ${lessonFile(lesson)}: it is a folder; move it away first.`);
    return 1;
  }
  const mine = info?.isFile ? await Deno.readTextFile(file) : undefined; // a FIFO would be waited for
  if (mine === stub) {
    io.out(`${lessonFile(lesson)} is untouched; there is nothing to reset.`);
    return 0;
  }
  if (!session.flags.yes && !ask(session, lesson)) {
    io.err("Nothing was changed.");
    return session.io.isTerminal ? 0 : 2;
  }
  const copy = mine === undefined ? undefined : await keepCopy(session, lesson, mine);
  await Deno.writeTextFile(`${file}.tmp`, stub);
  await Deno.rename(`${file}.tmp`, file);
  io.out(`${lessonFile(lesson)} is the stub again.`);
  if (copy !== undefined) io.out(`Your version is kept in ${copy}`);
  return 0;
}

function ask(session: Session, lesson: Lesson): boolean {
  if (!Deno.stdin.isTerminal() || !session.io.isTerminal) {
    session.io.err("Cannot ask without a terminal: add --yes to reset.");
    return false;
  }
  return confirm(`Replace your ${displayLesson(lesson)} by the untouched stub? A copy is kept.`);
}

async function keepCopy(session: Session, lesson: Lesson, text: string): Promise<string> {
  const date = new Date(session.io.now()).toISOString().replaceAll(":", "-").replace(
    /\.\d+Z$/,
    "Z",
  );
  const dir = `.ipc/kept/${lesson.slug}`;
  await Deno.mkdir(`${session.root}/${dir}`, { recursive: true });
  for (let count = 0;; count++) {
    const copy = `${dir}/${date}${count === 0 ? "" : `-${count}`}.ts`;
    try {
      await Deno.writeTextFile(`${session.root}/${copy}`, text, { createNew: true });
      return copy;
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error; // two resets within one second
    }
  }
}

import { displayLesson, type Lesson } from "../course/lesson.ts";
import { makeStyles } from "../term/style.ts";
import { renderBar, renderTable } from "../term/table.ts";
import { currentLesson, type Session } from "./learn.ts";
import { progressOf } from "./progress.ts";

type State = "solved" | "you are here" | "open";

/** Lists all lessons by unit, with what is solved. */
export function showList(session: Session): number {
  const { io, lessons } = session;
  if (session.flags.json) {
    const rows = lessons.map((lesson) => ({
      ...lesson,
      state: stateOf(session, lesson),
      ...progressOf(session.progress, lesson.slug),
    }));
    io.out(JSON.stringify(rows, undefined, 2));
    return 0;
  }
  const styles = makeStyles(io.color);
  const lines = renderTable(lessons.map((lesson) => [
    `  ${displayLesson(lesson)}`,
    stateOf(session, lesson),
    `level ${lesson.level}`,
    `${lesson.minutes} min`,
    lesson.title,
  ])).split("\n");
  let unit = "";
  for (const [index, lesson] of lessons.entries()) {
    if (lesson.unit !== unit) io.out(styles.bold(unit = lesson.unit));
    io.out(lines[index] ?? "");
  }
  const solved = lessons.filter((lesson) => stateOf(session, lesson) === "solved").length;
  io.out(`\n${renderBar(solved, lessons.length)} solved`);
  return 0;
}

function stateOf(session: Session, lesson: Lesson): State {
  if (progressOf(session.progress, lesson.slug).solvedAt !== undefined) return "solved";
  return currentLesson(session) === lesson ? "you are here" : "open";
}

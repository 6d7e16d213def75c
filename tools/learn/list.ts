import { displayLesson, type Lesson } from "../course/lesson.ts";
import { makeStyles, type Styles } from "../term/style.ts";
import { renderBar, renderTable } from "../term/table.ts";
import { currentLesson, type Session } from "./learn.ts";
import { progressOf } from "./progress.ts";

type State = "solved" | "you are here" | "open";
type Standing = Pick<Session, "lessons" | "progress">;

/** Which lessons are wanted; both conditions must hold. */
export interface ListFilter {
  /** @default both */
  readonly state?: "open" | "solved";
  /** Words that title, slug, idea or unit must all hold, in any case. @default none */
  readonly search?: string;
}

/** Lists the lessons by unit, with what is solved; all of them, or those that the filter lets through. */
export function showList(session: Session): number {
  const { io } = session;
  const { filter, json } = session.flags;
  if (!json) return io.out(renderList(session, filter, makeStyles(io.color))), 0;
  const rows = filterLessons(session, filter).map((lesson) => ({
    ...lesson,
    state: stateOf(session, lesson),
    ...progressOf(session.progress, lesson.slug),
  }));
  io.out(JSON.stringify(rows, undefined, 2));
  return 0;
}

/** Renders the lessons that the filter lets through, by unit, and how many of the course are solved. */
export function renderList(standing: Standing, filter: ListFilter, styles: Styles): string {
  const shown = filterLessons(standing, filter);
  const rows = renderTable(shown.map((lesson) => [
    `  ${displayLesson(lesson)}`,
    stateOf(standing, lesson),
    `level ${lesson.level}`,
    `${lesson.minutes} min`,
    lesson.title,
  ])).split("\n");
  const lines: string[] = [];
  for (const [index, lesson] of shown.entries()) {
    if (lesson.unit !== shown[index - 1]?.unit) lines.push(styles.bold(lesson.unit));
    lines.push(rows[index] ?? "");
  }
  if (shown.length === 0) lines.push(describeNone(filter));
  const { lessons } = standing;
  const solved = lessons.filter((lesson) => stateOf(standing, lesson) === "solved").length;
  const count = shown.length < lessons.length ? `, ${shown.length} shown` : "";
  return [...lines, "", `${renderBar(solved, lessons.length)} solved${count}`].join("\n");
}

/** The lessons that a filter lets through, in the course's order. */
export function filterLessons(standing: Standing, filter: ListFilter): Lesson[] {
  const words = (filter.search ?? "").toLowerCase().split(/\s+/).filter((word) => word !== "");
  return standing.lessons.filter((lesson) => {
    const isSolved = stateOf(standing, lesson) === "solved";
    if (filter.state !== undefined && isSolved !== (filter.state === "solved")) return false;
    const text = [displayLesson(lesson), lesson.title, lesson.teaches, lesson.unit].join("\n");
    return words.every((word) => text.toLowerCase().includes(word));
  });
}

function describeNone({ state, search }: ListFilter): string {
  const which = state === undefined ? "No lesson" : `No ${state} lesson`;
  return search === undefined ? `${which}.` : `${which} speaks of "${search}".`;
}

function stateOf(standing: Standing, lesson: Lesson): State {
  if (progressOf(standing.progress, lesson.slug).solvedAt !== undefined) return "solved";
  return currentLesson(standing) === lesson ? "you are here" : "open";
}

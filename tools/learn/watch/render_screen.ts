import { displayLesson, lessonFile } from "../../course/lesson.ts";
import type { Styles } from "../../term/style.ts";
import { renderBar } from "../../term/table.ts";
import { countColumns, removeControls, truncate, wrapLine } from "../../term/wrap.ts";
import { progressOf } from "../progress.ts";
import { renderVerdict } from "../render_verdict.ts";
import { renderKeys } from "./keys.ts";
import { renderLessonList } from "./lesson_list.ts";
import { isGreen, nextLesson, type WatchModel } from "./model.ts";

export interface ScreenOptions {
  readonly columns: number;
  readonly rows: number;
  readonly styles: Styles;
  /** The course's folder: paths are shown relative to it. */
  readonly root: string;
}

const HEAD_ROWS = 2;

/** Renders the whole screen, a string a row, and the scroll position that it could show. */
export function renderScreen(
  model: WatchModel,
  options: ScreenOptions,
): { lines: string[]; scroll: number } {
  const { columns, rows, styles } = options;
  const foot = [
    ...wrapLine(renderState(model, styles), columns).slice(0, 2),
    ...renderKeys(model, columns, styles),
  ].slice(0, Math.max(1, rows - HEAD_ROWS - 2)); // a tiny window: the verdict comes first
  const room = Math.max(1, rows - HEAD_ROWS - foot.length - 1);
  const body = model.view === "list"
    ? renderLessonList(model, { rows: room, styles })
    : wrapText(renderBody(model, options), columns);
  const last = Math.max(0, body.length - room);
  const scroll = Math.min(model.scroll, last);
  const shown = body.slice(scroll, scroll + room);
  while (shown.length < room) shown.push("");
  const below = body.length - scroll - room;
  const more = below > 0
    ? styles.dim(truncate(`-- ${below} more lines: down, space --`, columns))
    : "";
  const lines = [...renderHead(model, columns, styles), ...shown, more, ...foot];
  return { lines: lines.map((line) => truncate(line, columns)), scroll };
}

function renderHead(model: WatchModel, columns: number, styles: Styles): string[] {
  const { lesson, lessons, progress } = model;
  const solved = lessons.filter((one) => progressOf(progress, one.slug).solvedAt !== undefined);
  const left = styles.bold(displayLesson(lesson));
  const wide = `${renderBar(solved.length, lessons.length, 12)} solved`;
  const right = columns < 60 ? `${solved.length}/${lessons.length} solved` : wide;
  const gap = " ".repeat(Math.max(2, columns - countColumns(left) - countColumns(right)));
  return [left + gap + right, ""];
}

/** The text of the body, before it is wrapped. */
function renderBody(model: WatchModel, { styles, root }: ScreenOptions): string {
  const { lesson, verdict, problem, page } = model;
  if (model.view === "page") return removeControls(page.text);
  if (model.view === "reset") return renderReset(model);
  if (problem !== undefined) {
    return `${styles.bad("CANNOT BE LOADED")}  ${problem}\n\nPut the stub back: x`;
  }
  if (verdict === undefined) return `${lesson.teaches}\n\nRead lessons/${lesson.folder}/README.md`;
  const text = removeControls(renderVerdict(verdict, styles, root));
  return `${text}\n\n${isGreen(model) ? renderSolvedHere(model) : ""}`;
}

function renderSolvedHere(model: WatchModel): string {
  const next = nextLesson(model);
  const name = displayLesson(model.lesson);
  if (next === undefined) {
    return `${name} is solved, and so is the whole course. Well done!\nCompare with the reference solution: s`;
  }
  return `${name} is solved. Next: ${
    displayLesson(next)
  } (n)\nCompare with the reference solution: s`;
}

function renderReset({ lesson }: WatchModel): string {
  return `Replace ${lessonFile(lesson)} by the untouched stub?\n\n` +
    `Your file is kept as a dated copy; u brings it back.\n\n` +
    "y  yes, replace it\nany other key  no";
}

/** One line on what is going on, and what the compiler says: beside the verdict, never in place of it. */
function renderState(model: WatchModel, styles: Styles): string {
  if (model.notice !== "") return styles.note(model.notice);
  const run = model.isRunning
    ? `running the tests${model.seconds === 0 ? "" : `, ${model.seconds} s`}`
    : `waiting for a save of ${lessonFile(model.lesson)}`;
  if (model.types === undefined) return styles.dim(run);
  if (model.types === "checking") return styles.dim(`${run}; the compiler is looking too`);
  const { errors } = model.types;
  if (errors === "") return styles.dim(`${run}; types: fine`);
  const first = errors.split("\n").map((line) => line.trim()).find((line) => line !== "") ?? "";
  return `${styles.dim(run)}; ${styles.note("types:")} ${first}`;
}

function wrapText(text: string, columns: number): string[] {
  return text.trimEnd().split("\n").flatMap((line) => wrapLine(line, columns));
}

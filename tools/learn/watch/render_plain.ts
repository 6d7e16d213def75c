import { displayLesson, lessonFile } from "../../course/lesson.ts";
import { makeStyles } from "../../term/style.ts";
import { removeControls } from "../../term/wrap.ts";
import { renderList } from "../list.ts";
import { renderVerdict } from "../render_verdict.ts";
import { isGreen, nextLesson, type WatchModel } from "./model.ts";

/** What was shown last: only what is new is said. */
export interface PlainShown {
  readonly model: WatchModel | undefined;
}

const STYLES = makeStyles(false);
const COMMANDS =
  "Type a letter and return: h hint, w why, e edit, r run, l list, c sheet, x reset, " +
  "? help, q quit; or the name of a lesson.";

/** Renders what has changed since it was shown last, as lines to add. */
export function renderPlain(shown: PlainShown, model: WatchModel, root: string): string[] {
  const before = shown.model;
  const lines: string[] = [];
  if (before?.lesson !== model.lesson) {
    lines.push(`\n${displayLesson(model.lesson)}: ${model.lesson.teaches}`);
    lines.push(`Read lessons/${model.lesson.folder}/README.md, edit ${lessonFile(model.lesson)}`);
  }
  if (model.isRunning && before?.isRunning !== true) lines.push("\nRunning the tests.");
  if (model.problem !== undefined && model.problem !== before?.problem) {
    lines.push(`CANNOT BE LOADED  ${model.problem}. Put the stub back: x`);
  }
  if (model.verdict !== undefined && model.verdict !== before?.verdict) {
    lines.push(removeControls(renderVerdict(model.verdict, STYLES, root)), renderAfter(model));
  }
  if (
    model.types !== before?.types && typeof model.types === "object" && model.types.errors !== ""
  ) {
    lines.push(`The compiler has something to say as well:\n${model.types.errors}`);
  }
  lines.push(...renderView(before, model));
  if (model.notice !== "" && model.notice !== before?.notice) lines.push(model.notice);
  return lines;
}

function renderView(before: WatchModel | undefined, model: WatchModel): string[] {
  if (model.view === "page" && model.page !== before?.page) {
    return [removeControls(model.page.text)];
  }
  if (model.view === before?.view) return [];
  if (model.view === "list") {
    return [renderList(model, {}, STYLES), "Type the name of a lesson to open it, or return."];
  }
  if (model.view === "reset") {
    return [`Replace ${lessonFile(model.lesson)} by the stub? A copy is kept. y for yes.`];
  }
  return [];
}

function renderAfter(model: WatchModel): string {
  if (!isGreen(model)) return `\nWaiting for a save of ${lessonFile(model.lesson)}. ${COMMANDS}`;
  const next = nextLesson(model);
  const name = displayLesson(model.lesson);
  if (next === undefined) return `\n${name} is solved, and so is the whole course. Well done!`;
  return `\n${name} is solved. Next: n for ${displayLesson(next)}, s to compare with the solution.`;
}

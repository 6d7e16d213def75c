import { displayLesson, type Lesson } from "../../course/lesson.ts";
import type { Styles } from "../../term/style.ts";
import { progressOf } from "../progress.ts";
import { listedLessons, type WatchModel } from "./model.ts";

/** Renders the list of lessons around the selected one, below the search line. */
export function renderLessonList(
  model: WatchModel,
  options: { rows: number; styles: Styles },
): string[] {
  const { rows, styles } = options;
  const listed = listedLessons(model);
  const head = `Lessons: ${model.filter}   search: ${model.search}_`;
  if (listed.length === 0) {
    return [head, "", "No lesson fits. Backspace, or tab for another filter."];
  }
  const selected = Math.min(model.selected, listed.length - 1);
  const room = Math.max(1, rows - 2);
  const first = Math.max(0, Math.min(selected - Math.floor(room / 2), listed.length - room));
  const width = Math.max(...listed.map((lesson) => displayLesson(lesson).length));
  const lines = listed.slice(first, first + room).map((lesson, index) => {
    const isSelected = first + index === selected;
    const name = displayLesson(lesson).padEnd(width);
    const line = `${isSelected ? ">" : " "} ${name}  ${
      stateOf(model, lesson).padEnd(8)
    }  ${lesson.title}`;
    return isSelected ? styles.bold(line) : line;
  });
  return [head, "", ...lines];
}

function stateOf({ progress, lesson: current }: WatchModel, lesson: Lesson): string {
  if (progressOf(progress, lesson.slug).solvedAt !== undefined) return "solved";
  return lesson === current ? "here" : "open";
}

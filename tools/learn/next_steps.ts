import { displayLesson, type Lesson } from "../course/lesson.ts";
import { renderTable } from "../term/table.ts";
import { type Progress, progressOf } from "./progress.ts";

const TIERS = 3;

/** Renders what a learner can do next on an unsolved lesson. */
export async function renderNextSteps(
  root: string,
  lesson: Lesson,
  options: {
    edit: string;
    progress: Progress;
    isCurrent: boolean;
    fittingTier: number | undefined;
  },
): Promise<string> {
  const dir = `lessons/${lesson.folder}`;
  const shown = progressOf(options.progress, lesson.slug).hintTier;
  const fits = options.fittingTier === undefined
    ? ""
    : `; for this failure add --tier ${options.fittingTier}`;
  const tier = shown < TIERS
    ? `shows tier ${shown + 1} of ${TIERS}${fits}`
    : "all tiers were shown";
  const readme = await Deno.readTextFile(`${root}/${dir}/README.md`).catch(() => "");
  const pages = listManPages(readme).slice(0, 3);
  const rows = [
    ["  read", `${dir}/README.md`],
    ["  edit", options.edit],
    ["  hint", `deno task learn hint ${lesson.slug}   (${tier})`],
    ["  sheet", `deno task sheet ${lesson.slug}   (ends with its Telegram link)`],
    ...(pages.length > 0 ? [["  man", pages.join(", ")]] : []),
    ["  again", options.isCurrent ? "deno task learn" : `deno task learn run ${lesson.slug}`],
  ];
  return `What next\n${renderTable(rows)}`;
}

/** Renders the line that follows a solved lesson. */
export function renderSolved(lesson: Lesson, next: Lesson | undefined): string {
  if (next === undefined) {
    return `${displayLesson(lesson)} is solved, and so is the whole course. Well done!`;
  }
  return `${displayLesson(lesson)} is solved. Next: ${
    displayLesson(next)
  }, with deno task learn\n` +
    `Yours beside the solution: deno task learn compare ${lesson.slug}`;
}

/** Lists the manual pages that a README names, in its order, as in `man 7 pipe`. */
export function listManPages(readme: string): string[] {
  return [...new Set(readme.match(/\bman \d \w[\w.-]*\w/g) ?? [])];
}

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
  const pages = await listManPages(`${root}/${dir}/README.md`);
  const rows = [
    ["  read", `${dir}/README.md`],
    ["  edit", options.edit],
    ["  hint", `deno task learn hint ${lesson.slug}   (${tier})`],
    ["  sheet", `${dir}/cheatsheet.md`],
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
  return `${displayLesson(lesson)} is solved. Next: ${displayLesson(next)}, with deno task learn`;
}

async function listManPages(readme: string): Promise<string[]> {
  const text = await Deno.readTextFile(readme).catch(() => "");
  return [...new Set(text.match(/\bman \d \w[\w.-]*\w/g) ?? [])].slice(0, 3);
}

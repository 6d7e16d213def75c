import type { Lesson } from "../../course/lesson.ts";
import type { Problem } from "../../course/problem.ts";
import { isKind, parseBlocks } from "../../sheets/parse_blocks.ts";
import { checkSections, splitSections } from "../../sheets/split_sections.ts";
import { makeTitle } from "./check_readme.ts";
import type { Page } from "./page.ts";

const SECTIONS = ["Question", "Concept", "Near code"];

/** Checks that the hints of a lesson have their three tiers. */
export function checkHints({ path, text }: Page, lesson: Lesson): Problem[] {
  const problems: Problem[] = [];
  const report = (line: number, problem: string) => {
    problems.push({ place: `${path}:${line}`, problem });
  };
  const outline = splitSections(parseBlocks(text));
  const title = `Hints for ${makeTitle(lesson)}`;
  const [first, ...rest] = outline.before;
  const token = first?.token;
  if (token === undefined || !isKind(token, "heading") || token.text !== title) {
    report(1, `the page does not start with "# ${title}"; make it so`);
  }
  for (const { line } of rest.slice(0, 1)) {
    report(line, `this stands above the first tier, where nobody is shown it; move it into a tier`);
  }
  problems.push(...checkSections(outline, { path, expected: SECTIONS }));
  for (const { title, line } of outline.sections.filter(({ blocks }) => blocks.length === 0)) {
    report(line, `tier "${title}" is empty; give whoever asks for it something to think on`);
  }
  return problems;
}

import type { Lesson } from "../../course/lesson.ts";
import type { Problem } from "../../course/problem.ts";
import { type Block, isKind, parseBlocks, walkBlock } from "../../sheets/parse_blocks.ts";
import { parseFlowBlock } from "../../sheets/parse_flow.ts";
import { checkSections, type Outline, splitSections } from "../../sheets/split_sections.ts";
import type { Page } from "./page.ts";

type Report = (line: number, problem: string) => void;

const SECTIONS = ["Story", "Task", "Red", "Green", "Look closer"];
const RED_ROWS = ["called", "expected", "got", "idea", "hint"];
const MAX_PROSE_LINES = 60;
const MAX_FLOW_COLUMNS = 72;

/** Checks that the README of a lesson has the form that every lesson has. */
export function checkReadme(page: Page, lesson: Lesson): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (line, problem) => {
    problems.push({ place: `${page.path}:${line}`, problem });
  };
  const blocks = parseBlocks(page.text);
  const outline = splitSections(blocks);
  checkTop(outline, lesson, report);
  problems.push(...checkSections(outline, { path: page.path, expected: SECTIONS }));
  checkLength(page.text, blocks, report);
  checkFlows(blocks, report);
  checkRed(outline, report);
  const links = blocks.flatMap(walkBlock).flatMap(({ token }) =>
    isKind(token, "link") ? [token.href.split("#")[0]] : []
  );
  for (const file of ["cheatsheet.md", "hints.md"].filter((file) => !links.includes(file))) {
    report(1, `no link leads to ${file}, so nobody finds it; add [${file}](${file})`);
  }
  if (!/\bman [1-8] [a-z]/.test(page.text)) {
    report(1, "no manual page is named; say where the facts are, as in `man 7 pipe`");
  }
  return problems;
}

/** Finds the block with the pasted red output, whether it has all its rows or not. */
export function findRedBlock({ sections }: Outline): Block | undefined {
  const red = sections.find(({ title }) => title === "Red");
  return red?.blocks.find(({ token }) => isKind(token, "code") && token.lang === "text");
}

/** The title line of a lesson's page, as in `05 Run a pipeline`. */
export function makeTitle(lesson: Lesson): string {
  return `${String(lesson.number).padStart(2, "0")} ${lesson.title}`;
}

function checkTop({ before }: Outline, lesson: Lesson, report: Report): void {
  const title = makeTitle(lesson);
  const [first, ...rest] = before;
  const token = first?.token;
  if (token === undefined || !isKind(token, "heading") || token.text !== title) {
    report(
      1,
      `the page does not start with "# ${title}", the title in lesson.json; make both equal`,
    );
  }
  if (!rest.some(({ token }) => isKind(token, "paragraph"))) {
    const problem =
      `below the title a sentence is missing that says what is taught ("${lesson.teaches}")`;
    report(first?.line ?? 1, problem);
  }
}

function checkLength(text: string, blocks: readonly Block[], report: Report): void {
  const all = text.split("\n").filter((line) => line.trim() !== "").length;
  const code = blocks.flatMap(walkBlock).filter(({ token }) => isKind(token, "code"))
    .flatMap(({ token }) => token.raw.split("\n").filter((line) => line.trim() !== "")).length;
  if (all - code <= MAX_PROSE_LINES) return;
  const problem = `the page has ${
    all - code
  } lines of prose; ${MAX_PROSE_LINES} are read, more are not: shorten it`;
  report(1, problem);
}

function checkFlows(blocks: readonly Block[], report: Report): void {
  const flows = blocks.flatMap(({ token, line }) =>
    isKind(token, "code") && token.lang === "flow" ? [{ text: token.text, line: line + 1 }] : []
  );
  if (flows.length === 0) {
    report(1, "there is no picture; draw who talks to whom in a ```flow block");
  }
  for (const { text, line } of flows) {
    for (const problem of parseFlowBlock(text, line).problems) {
      report(problem.line, problem.problem);
    }
    for (const [index, row] of text.split("\n").entries()) {
      const columns = [...row].length;
      if (columns <= MAX_FLOW_COLUMNS) continue;
      report(
        line + index,
        `the picture has ${columns} columns; ${MAX_FLOW_COLUMNS} fit everywhere`,
      );
    }
  }
}

function checkRed(outline: Outline, report: Report): void {
  const red = outline.sections.find(({ title }) => title === "Red");
  if (red === undefined) return; // checkSections() said it
  const block = findRedBlock(outline);
  if (block === undefined || !isKind(block.token, "code")) {
    const problem =
      "the first red output is missing; paste it from a real run into a ```text block";
    report(red.line, problem);
    return;
  }
  const { text } = block.token;
  const missing = RED_ROWS.filter((row) => !new RegExp(`^\\s*${row}\\b`, "m").test(text));
  if (missing.length === 0) return;
  const problem = `the red output lacks the rows ${missing.join(", ")}; paste it from a real run`;
  report(block.line, problem);
}

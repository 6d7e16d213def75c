import type { Lesson } from "../course/lesson.ts";
import type { Problem } from "../course/problem.ts";
import { isOnGlobal, listApiNames } from "./api_names.ts";
import { type Block, isKind, parseBlocks, walkBlock } from "./parse_blocks.ts";
import { isOverview } from "./overview.ts";
import type { Sheet } from "./sheet.ts";

/** How lintSheet() looks things up. */
export interface LintOptions {
  /**
   * Whether a name such as `Deno.Command` exists.
   *
   * @default isOnGlobal: types such as `Deno.CommandStatus` do not exist at run time
   */
  readonly isApiName?: (name: string) => boolean;
}

type Report = (line: number, problem: string) => void;

const MAX_SUMMARY = 100;
const MAX_UNITS = 4096;
const MAX_LINES = 60;

/** Checks a parsed sheet against its lesson and against the limits of its outputs. */
export function lintSheet(sheet: Sheet, lesson: Lesson, o: LintOptions = {}): Problem[] {
  const problems: Problem[] = [...sheet.problems];
  const report: Report = (line, problem) => {
    problems.push({ place: `${sheet.path}:${line}`, problem });
  };
  checkFront(sheet, lesson, report);
  checkSize(sheet, report);
  checkSeeAlso(sheet, report);
  const blocks = parseBlocks(sheet.body, sheet.bodyLine).flatMap(walkBlock);
  checkApiNames(blocks, o.isApiName ?? isOnGlobal, report);
  for (const block of blocks) checkManPages(block, report);
  return problems;
}

function checkFront({ front, frontLines }: Sheet, lesson: Lesson, report: Report): void {
  const { slug, folder } = lesson;
  const due = isOverview(lesson)
    ? { slug, lesson: "all", practise: "deno task learn" }
    : { slug, lesson: folder, practise: `deno task learn run ${slug}` };
  for (const key of ["slug", "lesson", "practise"] as const) {
    if (front[key] === due[key] || front[key] === "") continue; // the parser said that it is empty
    report(frontLines[key], `"${key}" is "${front[key]}"; in this folder it is "${due[key]}"`);
  }
  const length = [...front.summary].length;
  if (length > MAX_SUMMARY) {
    const problem =
      `the summary has ${length} characters; shorten it to ${MAX_SUMMARY}, it is shown in lists`;
    report(frontLines.summary, problem);
  }
}

function checkSize({ body, bodyLine }: Sheet, report: Report): void {
  // A simple estimate of the plain text: the Markdown without its front matter. A telegram message holds
  // 4096 UTF-16 units of text; the signs of Markdown that it does not show only make this stricter.
  const unitCount = body.trim().length;
  if (unitCount > MAX_UNITS) {
    const problem =
      `the sheet has ${unitCount} UTF-16 units; one message holds ${MAX_UNITS}, shorten it`;
    report(bodyLine, problem);
  }
  // One A4 page, roughly: 60 lines of source stand in for it until there is a PDF whose pages can be counted.
  const lineCount = body.trim().split("\n").length;
  if (lineCount > MAX_LINES) {
    const problem =
      `the sheet has ${lineCount} lines after its front matter; ${MAX_LINES} fit on one page, shorten it`;
    report(bodyLine, problem);
  }
}

function checkSeeAlso({ links }: Sheet, report: Report): void {
  const all = links.flatMap(({ tokens, line }) => tokens.map((token) => ({ token, line })));
  const first = links[0];
  if (first === undefined) return; // the parser said that the section is missing
  if (!all.some(({ token }) => isKind(token, "link") && token.href === "README.md")) {
    report(first.line, 'See also does not lead to the lesson; add "- [Lesson NN](README.md)"');
  }
  if (!all.some(({ token }) => isKind(token, "codespan") && /^man\b/.test(token.text))) {
    const problem = "See also names no manual page; say where the facts are, as in `man 7 pipe`";
    report(first.line, problem);
  }
}

function checkApiNames(
  blocks: readonly Block[],
  isApiName: (name: string) => boolean,
  report: Report,
): void {
  for (const { token, line } of blocks) {
    const isProgram = isKind(token, "code") && token.lang === "ts";
    if (!isProgram && !isKind(token, "codespan")) continue;
    for (const [index, text] of token.text.split("\n").entries()) {
      for (const name of listApiNames(text).filter((name) => !isApiName(name))) {
        const problem = `${name} does not exist in Deno ${Deno.version.deno}; correct the name`;
        report(line + index + (isProgram ? 1 : 0), problem);
      }
    }
  }
}

function checkManPages({ token, line }: Block, report: Report): void {
  if (isKind(token, "codespan") && /^man\b/.test(token.text)) {
    if (/^man [1-8] [\w.+:-]+$/.test(token.text)) return;
    report(line, `\`${token.text}\` is no manual page; write \`man N name\`, as in \`man 7 pipe\``);
  }
  // `pipe(7)` inside code may be a call; in plain text it can only be the other way to name a page
  if (token.type !== "text" || "tokens" in token) return;
  for (const [name, page, section] of token.raw.matchAll(/\b([a-z][\w.-]*)\(([1-8])\)/g)) {
    report(line, `${name} names a manual page; write \`man ${section} ${page}\`, ready to paste`);
  }
}

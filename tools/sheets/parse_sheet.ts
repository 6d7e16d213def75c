// A cheat sheet has one fixed, small format, so that terminal, HTML, PDF and telegram can all show it:
// front matter, six sections, lines of at most 72 columns. This parser is the first half of its linter.

import type { Problem } from "../course/problem.ts";
import { isKind, parseBlocks } from "./parse_blocks.ts";
import { parseFrontMatter } from "./parse_front_matter.ts";
import { readCalls, readFlows, readList, readPattern, type SectionReader } from "./read_section.ts";
import type { Sheet } from "./sheet.ts";
import { checkSections, splitSections } from "./split_sections.ts";

/** The sections of a sheet, in their order. */
export const SECTIONS = [
  "In one minute",
  "Picture",
  "Calls",
  "Pattern",
  "Traps",
  "See also",
] as const;

const MAX_COLUMNS = 72;

/** Parses a cheat sheet; what is wrong is collected in `problems`. `path` is relative to the course. */
export function parseSheet(markdown: string, path: string): Sheet {
  const source = markdown.replaceAll("\r\n", "\n");
  const { front, frontLines, body, bodyLine, problems: frontProblems } = parseFrontMatter(
    source,
    path,
  );
  const outline = splitSections(parseBlocks(body, bodyLine));
  const problems: Problem[] = [
    ...frontProblems,
    ...checkSections(outline, { path, expected: SECTIONS }),
    ...checkColumns(body, bodyLine, path),
  ];
  const report = (line: number, problem: string) => {
    problems.push({ place: `${path}:${line}`, problem });
  };
  for (const [index, { token, line }] of outline.before.entries()) {
    if (isKind(token, "heading") && (index > 0 || token.depth > 1)) continue; // checkSections() said it
    report(line, 'nothing stands before "## In one minute"; the title is in the front matter');
  }
  const reader = (title: typeof SECTIONS[number]): SectionReader | undefined => {
    const section = outline.sections.find((section) => section.title === title);
    return section === undefined ? undefined : { section, report };
  };
  return {
    path,
    front,
    frontLines,
    body,
    bodyLine,
    bullets: readList(reader("In one minute"), { min: 3, max: 6 }),
    flows: readFlows(reader("Picture")),
    calls: readCalls(reader("Calls"), { maxColumns: 3, maxRows: 8 }),
    pattern: readPattern(reader("Pattern"), { maxLines: 15 }),
    traps: readList(reader("Traps"), { min: 1, max: 5 }),
    links: readList(reader("See also"), { min: 1, max: Infinity }),
    problems,
  };
}

function checkColumns(body: string, bodyLine: number, path: string): Problem[] {
  return body.split("\n").flatMap((text, index) => {
    const columns = [...text].length;
    if (columns <= MAX_COLUMNS || text.startsWith("|")) return [];
    const problem =
      `the line has ${columns} columns; ${MAX_COLUMNS} fit on a page and in a terminal, break or shorten it`;
    return [{ place: `${path}:${bodyLine + index}`, problem }];
  });
}

import type { Problem } from "../course/problem.ts";
import { type Block, isKind } from "./parse_blocks.ts";

/** What stands under one `##` heading; headings of other levels are among its blocks. */
export interface Section {
  readonly title: string;
  readonly line: number;
  readonly blocks: readonly Block[];
}

/** A page cut at its `##` headings. */
export interface Outline {
  /** What comes before the first `##` heading. */
  readonly before: readonly Block[];
  readonly sections: readonly Section[];
}

/** Splits the blocks of a page at its `##` headings. */
export function splitSections(blocks: readonly Block[]): Outline {
  const before: Block[] = [];
  const sections: { title: string; line: number; blocks: Block[] }[] = [];
  for (const block of blocks) {
    const { token, line } = block;
    if (isKind(token, "heading") && token.depth === 2) {
      sections.push({ title: token.text, line, blocks: [] });
    } else {
      (sections.at(-1)?.blocks ?? before).push(block);
    }
  }
  return { before, sections };
}

/** Checks that a page has exactly the `expected` sections, once each and in that order. */
export function checkSections(
  { before, sections }: Outline,
  { path, expected }: { path: string; expected: readonly string[] },
): Problem[] {
  const order = `the sections are, in this order: ${expected.join(", ")}`;
  const problems: Problem[] = [];
  const report = (line: number, problem: string) =>
    problems.push({ place: `${path}:${line}`, problem });
  const seen: string[] = [];
  for (const { title, line } of sections) {
    const before = seen.find((other) => expected.indexOf(other) > expected.indexOf(title));
    if (!expected.includes(title)) {
      report(line, `section "${title}" does not belong here; ${order}`);
    } else if (seen.includes(title)) {
      report(line, `section "${title}" is here for the second time; merge the two`);
    } else if (before !== undefined) {
      report(line, `section "${title}" comes after "${before}"; ${order}`);
    }
    if (expected.includes(title)) seen.push(title);
  }
  for (const title of expected.filter((title) => !seen.includes(title))) {
    report(1, `section "${title}" is missing; add "## ${title}" (${order})`);
  }
  return [...problems, ...checkLevels([before, ...sections.map(({ blocks }) => blocks)], path)];
}

/** Only `##` cuts a page, and one `#` names it: any other heading would be a section nobody looks for. */
function checkLevels(parts: readonly (readonly Block[])[], path: string): Problem[] {
  return parts.flatMap((blocks, part) =>
    blocks.flatMap(({ token, line }, index) => {
      if (!isKind(token, "heading") || (part === 0 && index === 0 && token.depth === 1)) return [];
      const marks = "#".repeat(token.depth);
      const problem =
        `heading "${marks} ${token.text}" has a level that is not used here; make it a "##" section or plain text`;
      return [{ place: `${path}:${line}`, problem }];
    })
  );
}

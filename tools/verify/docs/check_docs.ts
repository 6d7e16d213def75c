// The documentation gate. A page is part of the course as much as a test is: its links lead somewhere, its
// programs compile, what it calls "output" is what a learner will really see.

import { type Lesson, testFile } from "../../course/lesson.ts";
import type { Problem } from "../../course/problem.ts";
import { isOnGlobal, listApiNames } from "../../sheets/api_names.ts";
import { lintSheet } from "../../sheets/lint_sheet.ts";
import { OVERVIEW, pageOf } from "../../sheets/overview.ts";
import { parseSheet } from "../../sheets/parse_sheet.ts";
import { checkHints } from "./check_hints.ts";
import { checkMarkdown, type ExternalLink } from "./check_markdown.ts";
import { checkReadme } from "./check_readme.ts";
import { checkRedBlock, type RedFacts } from "./check_red_block.ts";
import { checkTestLinks } from "./check_test_links.ts";
import { checkBlocks, extractBlocks } from "./code_blocks.ts";
import { loadTypeNames } from "./load_type_names.ts";
import { LESSON_PAGES, loadPage, type Page, ROOT_PAGES } from "./page.ts";
import { runPattern } from "./run_pattern.ts";

/**
 * Checks README, hints and cheat sheet of one lesson, all but the code in them.
 *
 * `firstFailure` is what the stub's first failing test says; without it the output under Red is not compared.
 */
export async function checkDocs(
  root: string,
  lesson: Lesson,
  firstFailure?: RedFacts,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const pages: Page[] = [];
  for (const name of LESSON_PAGES) {
    const path = `lessons/${lesson.folder}/${name}`;
    const page = await loadPage(root, path);
    if (page === undefined) problems.push(describeMissing(path));
    else {
      pages.push(page);
      if (name === "README.md") {
        problems.push(...checkReadme(page, lesson));
        const tests = await loadPage(root, testFile(lesson));
        if (firstFailure !== undefined) problems.push(...checkRedBlock(page, firstFailure, tests));
      } else if (name === "hints.md") problems.push(...checkHints(page, lesson));
      else problems.push(...await checkSheet(page, lesson));
    }
  }
  return [...problems, ...(await checkMarkdown(root, pages)).problems];
}

/** Checks the pages that belong to no lesson: their links, and the sheet of the course as a whole with its program. */
export async function checkRootDocs(root: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const path of ROOT_PAGES) {
    if (await loadPage(root, path) === undefined) problems.push(describeMissing(path));
  }
  const pages = await loadRootPages(root);
  for (const page of pages) problems.push(...await checkTestLinks(root, page));
  const sheet = pages.find(({ path }) => path === pageOf(OVERVIEW, "cheatsheet.md"));
  if (sheet !== undefined) {
    problems.push(...await checkSheet(sheet, OVERVIEW), ...await runPatterns(root, OVERVIEW));
  }
  problems.push(...checkLinked(pages));
  return [...problems, ...(await checkMarkdown(root, pages)).problems];
}

/** Type-checks the ```ts blocks of all READMEs and cheat sheets by one run of the compiler. */
export async function checkCodeBlocks(
  root: string,
  lessons: readonly Lesson[],
): Promise<Problem[]> {
  const pages = [...await loadRootPages(root), ...await loadLessonPages(root, lessons)];
  const withCode = pages.filter(({ path }) => !path.endsWith("/hints.md")); // hints hold fragments
  return await checkBlocks(root, withCode.flatMap(extractBlocks));
}

/** Runs the program of a lesson's cheat sheet. */
export async function runPatterns(root: string, lesson: Lesson): Promise<Problem[]> {
  const page = await loadPage(root, pageOf(lesson, "cheatsheet.md"));
  if (page === undefined) return []; // checkDocs() says it
  return await runPattern(parseSheet(page.text, page.path), { root });
}

/** Lists the links of all pages that leave the course. */
export async function listExternalLinks(
  root: string,
  lessons: readonly Lesson[],
): Promise<readonly ExternalLink[]> {
  const pages = [...await loadRootPages(root), ...await loadLessonPages(root, lessons)];
  return (await checkMarkdown(root, pages)).external;
}

async function checkSheet(page: Page, lesson: Lesson): Promise<Problem[]> {
  const sheet = parseSheet(page.text, page.path);
  const isKnown = listApiNames(page.text).every(isOnGlobal);
  const types = isKnown ? new Set<string>() : await loadTypeNames(); // a program is started only if needed
  return lintSheet(sheet, lesson, { isApiName: (name) => isOnGlobal(name) || types.has(name) });
}

async function loadRootPages(root: string): Promise<Page[]> {
  return await loadPages(root, ROOT_PAGES);
}

async function loadLessonPages(root: string, lessons: readonly Lesson[]): Promise<Page[]> {
  const paths = lessons.flatMap(({ folder }) =>
    LESSON_PAGES.map((name) => `lessons/${folder}/${name}`)
  );
  return await loadPages(root, paths);
}

async function loadPages(root: string, paths: readonly string[]): Promise<Page[]> {
  const pages = await Promise.all(paths.map((path) => loadPage(root, path)));
  return pages.filter((page) => page !== undefined);
}

/** From the comparison to its sheet; lintSheet() asks for the way back. */
function checkLinked(pages: readonly Page[]): Problem[] {
  const path = pageOf(OVERVIEW, "README.md");
  const page = pages.find((one) => one.path === path);
  if (page === undefined || page.text.includes("](cheatsheet.md)")) return [];
  return [{ place: path, problem: "does not lead to cheatsheet.md; link to it" }];
}

function describeMissing(path: string): Problem {
  return { place: path, problem: "this page is missing; CONTRIBUTING.md says what it holds" };
}

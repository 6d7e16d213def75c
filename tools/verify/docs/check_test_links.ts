import { posix } from "node:path";
import type { Problem } from "../../course/problem.ts";
import { loadPage, type Page } from "./page.ts";

const TEST_LINK = /\[(\d\d)\.(T\d+)\]\(([^)\s]+)\)/g;

/** Checks links such as `[05.T10](../tests/05_pipeline_test.ts)`: there is such a test in that very file. */
export async function checkTestLinks(root: string, page: Page): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [index, line] of page.text.split("\n").entries()) {
    for (const [, number = "", test = "", href = ""] of line.matchAll(TEST_LINK)) {
      const path = posix.join(posix.dirname(page.path), href);
      const text = (await loadPage(root, path))?.text ?? "";
      const isThere = posix.basename(path).startsWith(`${number}_`) &&
        new RegExp(`fact\\(["'\`]${test} `).test(text);
      if (isThere) continue;
      const problem = `${number}.${test} is not in ${path}; name a test that is there`;
      problems.push({ place: `${page.path}:${index + 1}`, problem });
    }
  }
  return problems;
}

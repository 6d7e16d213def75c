import type { Lesson } from "../course/lesson.ts";
import type { Problem } from "../course/problem.ts";
import { checkWhole, listWhole } from "./check_whole.ts";
import { hashBase, hashFiles, listFiles } from "./cache.ts";
import type { CheckResult } from "./check_result.ts";
import { checkCodeBlocks, checkDocs, checkRootDocs, runPatterns } from "./docs/mod.ts";
import type { Task } from "./task.ts";

/** What decides whether a page is right, beside the page: the code that it shows and the checks themselves. */
const JUDGES = ["tools/verify/docs", "tools/sheets", "tests/stubs"];
const PAGES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"];

/** Gate f: READMEs, hints, cheat sheets, their links, and the code in them. */
export async function planDocs(
  root: string,
  options: { lessons: readonly Lesson[]; isWhole: boolean; results: readonly CheckResult[] },
): Promise<Task[]> {
  const { lessons, isWhole, results } = options;
  const base = await hashFiles(await listFiles(root, JUDGES), await hashBase(root));
  const rootPages = PAGES.map((page) => `${root}/${page}`);
  const pages = [
    ...rootPages,
    ...(await listFiles(root, ["lessons"])).filter((path) => path.endsWith(".md")),
  ];
  const ofLesson = (lesson: Lesson): Task => {
    const red = results.find((one) => one.slug === lesson.slug && one.gate === "stub")?.facts;
    return {
      name: `${lesson.slug} docs`,
      // links lead to other pages, so every page counts
      key: async () =>
        hashFiles([...pages, ...await listWhole(root, lesson)], `${base} ${JSON.stringify(red)}`),
      run: () =>
        report(lesson.slug, "docs", async () => [
          ...await checkWhole(root, lesson),
          ...await checkDocs(root, lesson, red),
          ...await runPatterns(root, lesson),
        ]),
    };
  };
  const blocks: Task = {
    name: "code blocks",
    key: () => hashFiles(pages, base),
    run: () => report(undefined, "code blocks", () => checkCodeBlocks(root, lessons)),
  };
  const roots: Task = {
    name: "root pages",
    key: () => hashFiles(pages, base),
    run: () => report(undefined, "root pages", () => checkRootDocs(root)),
  };
  return [blocks, ...(isWhole ? [roots] : []), ...lessons.map(ofLesson)];
}

async function report(
  slug: string | undefined,
  name: string,
  find: () => Promise<readonly Problem[]>,
): Promise<CheckResult[]> {
  const start = performance.now();
  const problems = (await find()).map(({ place, problem }) => `${place}: ${problem}`);
  const ms = Math.round(performance.now() - start);
  return [{ gate: "docs", slug, name, problems, skips: [], ms }];
}

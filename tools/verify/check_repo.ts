import { walk } from "@std/fs";
import type { Lesson } from "../course/lesson.ts";
import { hashFiles } from "./cache.ts";
import type { CheckResult } from "./check_result.ts";
import { planUnitTests } from "./check_units.ts";
import { listWhole } from "./check_whole.ts";
import { runTool } from "./run_tool.ts";
import type { Task } from "./task.ts";

/** The learner's own files: whatever state they are in, they never make verify red. */
const LEARNERS = /^lessons\/\d\d_[^/]+\/mod\.ts$/;

/** Gate g: formatting, lint, doc comments and the tools' own tests; checkTypes() compiles. */
export async function planRepo(root: string, modules: readonly string[]): Promise<Task[]> {
  const base = await hashConfig(root);
  return [
    ...await planUnitTests(root, base),
    ...planStyle(root, { files: await listFormatted(root, modules), modules, base }),
    planTool(root, ["doc", "--lint"], { files: modules.filter(isPublic), base }),
  ];
}

/** The same for the files of some lessons alone: for who writes one, here or in a folder of their own. */
export async function planFiles(root: string, files: readonly string[]): Promise<Task[]> {
  return planStyle(root, { files, modules: files.filter(isModule), base: await hashConfig(root) });
}

function planStyle(
  root: string,
  { files, modules, base }: {
    readonly files: readonly string[];
    readonly modules: readonly string[];
    readonly base: string;
  },
): Task[] {
  return [
    planTool(root, ["fmt", "--check"], { files, base }),
    planTool(root, ["lint"], { files: modules, base }),
  ];
}

/** One of Deno's own tools, for all these files. */
function planTool(
  root: string,
  args: readonly string[],
  { files, base }: { readonly files: readonly string[]; readonly base: string },
): Task {
  const name = ["deno", ...args].join(" ");
  return {
    name,
    key: () => hashFiles(files.map((file) => `${root}/${file}`), base),
    run: async () => [await checkTool(root, name, [...args, ...files])],
  };
}

async function hashConfig(root: string): Promise<string> {
  return await hashFiles([`${root}/deno.json`], Deno.version.deno);
}

/** Whether it is one that the compiler, lint and doc read. */
export function isModule(file: string): boolean {
  return file.endsWith(".ts");
}

async function checkTool(
  root: string,
  name: string,
  args: readonly string[],
): Promise<CheckResult> {
  const start = performance.now();
  const { code, text } = await runTool(root, args);
  const problems = code === 0 ? [] : [text.trim().slice(0, 4_000)];
  const ms = Math.round(performance.now() - start);
  return { gate: "repo", slug: undefined, name, problems, skips: [], ms };
}

function isPublic(file: string): boolean {
  return file.startsWith("lessons/lib/") && !file.endsWith("_test.ts");
}

/** All files of some lessons but the learner's own, relative. */
export async function listLessonFiles(root: string, lessons: readonly Lesson[]): Promise<string[]> {
  const files = (await Promise.all(lessons.map((lesson) => listWhole(root, lesson)))).flat();
  return files.map((file) => file.slice(root.length + 1)).filter((file) => !LEARNERS.test(file));
}

/** All TypeScript of the course, relative; the learner's own files only in a clean checkout. */
export async function listModules(root: string, withLearners: boolean): Promise<string[]> {
  const files: string[] = [];
  for (const dir of ["lessons", "solutions", "tests", "tools"]) {
    for await (const entry of walk(`${root}/${dir}`, { includeDirs: false, exts: [".ts"] })) {
      const file = entry.path.slice(root.length + 1);
      if (withLearners || !LEARNERS.test(file)) files.push(file);
    }
  }
  return files.sort();
}

async function listFormatted(root: string, modules: readonly string[]): Promise<string[]> {
  const files = [...modules];
  for await (
    const entry of walk(root, {
      includeDirs: false,
      exts: [".md", ".json"],
      skip: [/\/\./, /node_modules/],
    })
  ) {
    const file = entry.path.slice(root.length + 1);
    if (file !== "CHANGELOG.md") files.push(file);
  }
  return files;
}

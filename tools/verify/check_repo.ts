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

/** Gate g: formatting, lint, types, doc comments and the tools' own tests. */
export async function planRepo(root: string, isStrict: boolean): Promise<Task[]> {
  const files = await listModules(root, isStrict);
  const formatted = await listFormatted(root, files);
  const base = await hashFiles([`${root}/deno.json`], Deno.version.deno);
  const tool = (name: string, args: readonly string[], inputs: readonly string[]): Task => ({
    name,
    key: () => hashFiles(inputs.map((file) => `${root}/${file}`), base),
    run: async () => [await checkTool(root, name, [...args, ...inputs])],
  });
  return [
    ...await planUnitTests(root, base),
    tool("deno check", ["check", "--no-lock"], files),
    tool("deno fmt --check", ["fmt", "--check"], formatted),
    tool("deno lint", ["lint"], files),
    tool("deno doc --lint", ["doc", "--lint"], files.filter(isPublic)),
  ];
}

/** The same for the files of some lessons alone: for who writes one, here or in a folder of their own. */
export async function planFiles(root: string, lessons: readonly Lesson[]): Promise<Task[]> {
  const files = (await Promise.all(lessons.map((lesson) => listWhole(root, lesson)))).flat();
  const known = files.filter((file) => !LEARNERS.test(file.slice(root.length + 1)));
  const modules = known.filter((file) => file.endsWith(".ts"));
  const base = await hashFiles([`${root}/deno.json`], Deno.version.deno);
  const tool = (name: string, args: readonly string[], inputs: readonly string[]): Task => ({
    name,
    key: () => hashFiles(inputs, base),
    run: async () => [await checkTool(root, name, [...args, ...inputs])],
  });
  return [
    tool("deno check", ["check", "--no-lock"], modules),
    tool("deno fmt --check", ["fmt", "--check"], known),
    tool("deno lint", ["lint"], modules),
  ];
}

async function checkTool(
  root: string,
  name: string,
  args: readonly string[],
): Promise<CheckResult> {
  const start = performance.now();
  const { code, text } = await runTool(root, args);
  const lines = text.split("\n").filter((line) => !line.startsWith("Check "));
  const problems = code === 0 ? [] : [lines.join("\n").trim().slice(0, 4_000)];
  const ms = Math.round(performance.now() - start);
  return { gate: "repo", slug: undefined, name, problems, skips: [], ms };
}

function isPublic(file: string): boolean {
  return file.startsWith("lessons/lib/") && !file.endsWith("_test.ts");
}

/** All TypeScript of the course, relative; the learner's own files only in a clean checkout. */
async function listModules(root: string, withLearners: boolean): Promise<string[]> {
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

// Deno translates TypeScript before it runs it. What it finds no translation of it tries to store, and where it may not, it
// tries again for 150 ms, for each module of each process. So what is trusted is translated when the grader begins, and
// each run has a cache of its own for the rest.
import { walk } from "@std/fs";
import { type Lesson, observedFile, stubFile, testFile } from "../../course/lesson.ts";

/** Where all modules are what runs beside submissions, below the course's folder. */
const SHARED = ["lessons/lib", "tests/harness", "tests/fixtures"];

/** Lists what a lesson itself brings, beside submissions. */
export function listOwn(lesson: Lesson): string[] {
  return [stubFile(lesson), testFile(lesson), observedFile(lesson)];
}

/** Lists all modules that run beside submissions, as paths in the course. */
export async function listTrusted(root: string, lessons: readonly Lesson[]): Promise<string[]> {
  const paths = lessons.flatMap(listOwn);
  for (const dir of SHARED) {
    const files = walk(`${root}/${dir}`, {
      includeDirs: false,
      exts: [".ts"],
      skip: [/_test\.ts$/],
    });
    for await (const { path } of files) paths.push(path.slice(root.length + 1));
  }
  return paths;
}

/** Makes the arguments for Deno that translate these modules. */
export function translateArgs(course: string, modules: readonly string[]): string[] {
  const flags = ["--no-check", "--no-lock", "--quiet"];
  return ["cache", ...flags, "--config", `${course}/deno.json`, ...modules];
}

import { copy, walk } from "@std/fs";

/** Nothing that `learn` and `verify` run: a copy of it would only cost time. */
const UNUSED = [/\/tools\/(?:grade|lab)\//, /_test\.ts$/];

/**
 * Copies a course, or some of its lessons, to another folder: for tests that damage it. Only what runs is copied.
 *
 * @param folders lesson folders to keep, as in `05_pipeline`
 */
export async function copyCourse(
  root: string,
  target: string,
  folders: readonly string[],
): Promise<void> {
  await Deno.mkdir(`${target}/tests`, { recursive: true });
  for (const dir of ["solutions", "lessons"]) await Deno.mkdir(`${target}/${dir}`);
  for (const path of ["deno.json", "lessons/lib"]) {
    await copy(`${root}/${path}`, `${target}/${path}`);
  }
  for (const dir of ["tools", "tests/harness", "tests/fixtures"]) await copyUsed(root, target, dir);
  for (const dir of ["stubs", "wrong", "right"]) await Deno.mkdir(`${target}/tests/${dir}`);
  for (const folder of folders) {
    const parts = [`tests/${folder}_test.ts`, `tests/stubs/${folder}.ts`, `tests/wrong/${folder}`];
    parts.push(`tests/right/${folder}`, `solutions/${folder}`, `lessons/${folder}`);
    for (const part of parts) await copy(`${root}/${part}`, `${target}/${part}`);
  }
}

async function copyUsed(root: string, target: string, dir: string): Promise<void> {
  for await (const { path, isDirectory } of walk(`${root}/${dir}`, { skip: UNUSED })) {
    const to = target + path.slice(root.length);
    await (isDirectory ? Deno.mkdir(to) : Deno.copyFile(path, to));
  }
}

// What runs at the levels with Landlock find in the file system. There is no private view of it: the course is copied to
// where every account can read it, without solutions and variants, and so is Deno where it lies in somebody's home.
import { copy } from "@std/fs";
import type { Lesson } from "../../course/lesson.ts";
import { listOwn, listTrusted, translateArgs } from "./translate.ts";

/** The paths of a stand. */
export interface Stand {
  /** The copy of the course. */
  readonly course: string;
  readonly deno: string;
  /** Restricts itself and becomes another program. */
  readonly enter: string;
}

const ENTER_FILES = ["enter.ts", "landlock.ts", "landlock_rules.ts"] as const;

/** Says where things are in the stand that was made in this cache. */
export function standIn(cacheDir: string): Stand {
  const dir = `${cacheDir}/stand`;
  const deno = `${dir}/deno`;
  return { course: `${dir}/course`, deno, enter: `${dir}/enter/${ENTER_FILES[0]}` };
}

export interface StandOptions {
  /** The course's folder. */
  readonly root: string;
  readonly lessons: readonly Lesson[];
  /** Whether runs have accounts of their own, which cannot enter the home that Deno may lie in. */
  readonly hasAccounts: boolean;
}

/** Copies to `cacheDir` what submissions at the levels with Landlock may read, and translates it. */
export async function makeStand(
  cacheDir: string,
  { root, lessons, hasAccounts }: StandOptions,
): Promise<void> {
  const stand = standIn(cacheDir);
  await Deno.mkdir(stand.course, { recursive: true });
  await Deno.mkdir(stand.enter.replace(/\/[^/]*$/, ""));
  for (const name of ENTER_FILES) {
    await Deno.copyFile(new URL(name, import.meta.url), stand.enter.replace(/[^/]*$/, name));
  }
  if (lessons.length > 0) {
    await copyCourse(root, stand.course, lessons);
    await translate(cacheDir, await listTrusted(root, lessons));
  }
  await openToReaders(cacheDir);
  // last: the link is the file itself, and its mode is somebody else's
  await (hasAccounts ? placeDeno(stand.deno) : Deno.symlink(Deno.execPath(), stand.deno));
}

async function copyCourse(root: string, course: string, lessons: readonly Lesson[]): Promise<void> {
  const paths = [
    ...["deno.json", "lessons/lib", "tests/harness", "tests/fixtures", "tools/std"],
    ...lessons.flatMap(listOwn),
  ];
  for (const path of paths) {
    const target = `${course}/${path}`;
    await Deno.mkdir(target.slice(0, target.lastIndexOf("/")), { recursive: true });
    await copy(`${root}/${path}`, target);
  }
}

/** Lets Deno translate all modules now: later nobody who uses the cache may write there. */
async function translate(cacheDir: string, modules: readonly string[]): Promise<void> {
  const { course, enter } = standIn(cacheDir);
  const paths = [enter, ...modules.map((path) => `${course}/${path}`)];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: translateArgs(course, paths),
    env: { DENO_DIR: cacheDir },
    stdin: "null",
    stdout: "null",
  }).output();
  if (!success) throw new Error(`Cannot translate: ${new TextDecoder().decode(stderr)}`);
}

/** Makes all of a folder readable for every account, and writable for none but its owner. */
async function openToReaders(dir: string): Promise<void> {
  const args = ["-R", "a+rX,go-w", "--", dir];
  const { success, stderr } = await new Deno.Command("chmod", { args, stdout: "null" }).output();
  if (!success) throw new Error(`Cannot open ${dir}: ${new TextDecoder().decode(stderr)}`);
}

/** A second name costs nothing; where there can be none, as on another file system, a copy. */
async function placeDeno(target: string): Promise<void> {
  const isForAll = ((await Deno.stat(Deno.execPath())).mode ?? 0) & 0o001;
  const linked = isForAll ? Deno.link(Deno.execPath(), target) : Promise.reject();
  await linked.catch(async () => {
    await Deno.copyFile(Deno.execPath(), target);
    await Deno.chmod(target, 0o755);
  });
}

// A teacher's own observed checks, from a folder outside of the course. They are written exactly as those of tests/observed/
// and run in their place: in a folder with links to the course, where `../harness/random.ts` and `#lib/` mean the same.
import { createHash } from "node:crypto";
import { suggest } from "../../course/find_lesson.ts";
import { type Lesson, observedFile, testFile } from "../../course/lesson.ts";
import { makeOwnPlace } from "../../proc/own_place.ts";
import { loadExtra } from "./load_extra.ts";

/** Checks that a teacher has added; they are there until they are disposed of. */
export interface ExtraChecks extends AsyncDisposable {
  /** A folder like the course's, with the teacher's modules in the place of its observed cases. */
  readonly root: string;
  /** The teacher's files, by the lesson's slug. */
  readonly files: ReadonlyMap<string, string>;
  /** The ids of the checks, as in `pipeline/extra/1`. */
  readonly ids: readonly string[];
  /** Over the modules, and their names. */
  readonly sha256: string;
}

export interface OpenExtraOptions {
  /** The course's folder. */
  readonly root: string;
  readonly lessons: readonly Lesson[];
}

/** What the modules and the processes that run them need of the course. */
const LINKS = ["lessons/lib", "tests/harness", "tests/fixtures", "tests/stubs", "tools/std"];

/** Opens the modules in `dir`, `05_pipeline.ts` and so on, and loads each, or says which cannot be used and why. */
export async function openExtra(
  dir: string,
  { root, lessons }: OpenExtraOptions,
): Promise<{ readonly extra: ExtraChecks } | { readonly problem: string }> {
  const chosen = chooseLessons(dir, lessons);
  if ("problem" in chosen) return chosen;
  const place = await makeOwnPlace();
  const remove = () => Deno.remove(place, { recursive: true });
  try {
    await linkCourse(root, place);
    const hash = createHash("sha256");
    const ids: string[] = [];
    const files = new Map<string, string>();
    for (const lesson of chosen.lessons) {
      const from = `${dir}/${lesson.folder}.ts`;
      const text = await Deno.readFile(from);
      hash.update(`\0${lesson.folder}\0${text.length}\0`).update(text);
      await Deno.writeFile(`${place}/${observedFile(lesson)}`, text);
      await Deno.symlink(`${root}/${testFile(lesson)}`, `${place}/${testFile(lesson)}`);
      const loaded = await loadExtra(lesson, { place, from });
      if ("problem" in loaded) return await remove(), loaded;
      ids.push(...loaded.ids);
      files.set(lesson.slug, from);
    }
    const sha256 = hash.digest("hex");
    return { extra: { root: place, files, ids, sha256, [Symbol.asyncDispose]: remove } };
  } catch (error) {
    await remove();
    throw error;
  }
}

function chooseLessons(
  dir: string,
  lessons: readonly Lesson[],
): { readonly lessons: Lesson[] } | { readonly problem: string } {
  const chosen: Lesson[] = [];
  for (const name of listModules(dir) ?? []) {
    const folder = name.slice(0, -".ts".length);
    const lesson = lessons.find((one) => one.folder === folder);
    if (lesson === undefined) {
      const near = suggest(folder, lessons.map((one) => one.folder));
      const hint = near === undefined
        ? "each lesson has one file, and there are no others"
        : `did you mean ${near}.ts?`;
      return { problem: `Cannot use ${dir}/${name} as extra checks: no lesson's; ${hint}` };
    }
    chosen.push(lesson);
  }
  if (chosen.length > 0) return { lessons: chosen };
  return { problem: `Cannot find extra checks in ${dir}: put 05_pipeline.ts or the like there` };
}

/** The modules of a folder in the order of their names; undefined when it is no folder. */
function listModules(dir: string): string[] | undefined {
  try {
    return Array.from(Deno.readDirSync(dir), ({ name }) => name)
      .filter((name) => name.endsWith(".ts")).sort();
  } catch {
    return undefined;
  }
}

async function linkCourse(root: string, place: string): Promise<void> {
  for (const path of LINKS) {
    await Deno.mkdir(`${place}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.symlink(`${root}/${path}`, `${place}/${path}`);
  }
  await Deno.mkdir(`${place}/tests/observed`);
  await Deno.copyFile(`${root}/deno.json`, `${place}/deno.json`); // a link would lead Deno to the course
}

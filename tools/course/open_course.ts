import { CourseError } from "./lesson.ts";
import { linkCourse } from "./link_course.ts";
import { loadLessons } from "./load_lessons.ts";

/** Which course a command works on, or a sentence that says why none. */
export type OpenedCourse = { readonly root: string } | { readonly problem: string };

/** Where the command was typed: `deno task` itself runs in the folder of its deno.json. */
export function readStartDir(): string {
  return Deno.env.get("INIT_CWD") ?? Deno.cwd();
}

/**
 * Opens the course of `--course DIR`, or the one that the command belongs to, and links what the runner needs into it.
 *
 * @param own the folder that the command belongs to
 * @param given the flag's value, relative to `startDir`
 * @throws {CourseError} when the folder holds no lesson
 */
export async function openCourse(
  own: string,
  given: string | undefined,
  startDir: string,
): Promise<OpenedCourse> {
  if (given === undefined) return { root: own };
  const root = await findDir(given, startDir);
  if (root === undefined) {
    const problem = `Cannot use "${given}" as a course: there is no such folder`;
    return { problem: `${problem}; deno task new <slug> --course ${given || "DIR"} makes one` };
  }
  const hint = `holds no lesson; deno task new <slug> --course ${given} makes the first one`;
  const hasLessons = await Deno.stat(`${root}/lessons`).then((it) => it.isDirectory, () => false);
  if (!hasLessons || (await loadLessons(root)).length === 0) throw new CourseError(root, hint);
  await linkCourse(own, root);
  return { root };
}

/** Renders the line that says where the commands that are shown may be typed; undefined for the own course. */
export function describeCourse(own: string, root: string): string | undefined {
  if (own === root) return undefined;
  return `The course in ${root}: in that folder, all commands work without --course.`;
}

async function findDir(given: string, startDir: string): Promise<string | undefined> {
  if (given === "") return undefined;
  const path = given.startsWith("/") ? given : `${startDir}/${given}`;
  try {
    const real = await Deno.realPath(path);
    return (await Deno.stat(real)).isDirectory ? real : undefined;
  } catch {
    return undefined;
  }
}

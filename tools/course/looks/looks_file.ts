import { writeAtomic } from "../../proc/write_atomic.ts";
import { CourseError, type Lesson } from "../lesson.ts";
import type { Looks } from "./looks.ts";

/** How a failure of each wrong variant looks, as several runs have shown. */
export interface LooksFile {
  /** Of what it depends on: when that changes, the file is stale. */
  readonly hash: string;
  /** How often each variant ran. */
  readonly runs: number;
  readonly variants: Looks;
}

/** The file of a lesson's looks, relative to the course. */
export function looksFile(lesson: Lesson): string {
  return `tests/looks/${lesson.folder}.json`;
}

/** Loads the looks of a lesson; undefined when there are none. @throws {CourseError} when they cannot be read */
export async function loadLooks(root: string, lesson: Lesson): Promise<LooksFile | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(`${root}/${looksFile(lesson)}`));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new CourseError(looksFile(lesson), `cannot be read: ${error}`);
  }
}

/** Writes the looks of a lesson by renaming, so that nobody reads half of them. */
export async function saveLooks(root: string, lesson: Lesson, file: LooksFile): Promise<void> {
  await writeAtomic(`${root}/${looksFile(lesson)}`, JSON.stringify(file, undefined, 2) + "\n");
}

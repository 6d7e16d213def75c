import { CourseError } from "../course/lesson.ts";
import { mergeProgress } from "./merge_progress.ts";
import { isRecord } from "./parse_progress.ts";
import type { LessonProgress, Progress } from "./progress.ts";

/** Old slug to new slug, for each lesson that was renamed since a release. */
export type Renames = Readonly<Record<string, string>>;

/** The file that holds the renames, relative to the course. */
export const RENAMES_FILE = "lessons/renamed.json";

/** Loads the renames of a course; a course without the file has none. @throws {CourseError} for anything else in it */
export async function loadRenames(root: string): Promise<Renames> {
  let text: string;
  try {
    text = await Deno.readTextFile(`${root}/${RENAMES_FILE}`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value) && Object.values(value).every((slug) => typeof slug === "string")) {
      return value as Renames;
    }
  } catch {
    // told below, like every other content that is none
  }
  throw new CourseError(RENAMES_FILE, 'must hold one JSON object, as in {"old-slug": "new-slug"}');
}

/** Moves the progress of renamed lessons to their new slugs; where both have some, it is merged. */
export function applyRenames(progress: Progress, renames: Renames): Progress {
  let renamed: Progress = { lessons: {} };
  for (const [slug, lesson] of Object.entries(progress.lessons)) {
    const one: Record<string, LessonProgress> = { [currentSlug(slug, renames)]: lesson };
    renamed = mergeProgress(renamed, { lessons: one });
  }
  return renamed;
}

/** The slug that a lesson has today, after any number of renames. */
export function currentSlug(slug: string, renames: Renames): string {
  const seen = new Set<string>();
  let current = slug;
  while (Object.hasOwn(renames, current) && !seen.has(current)) {
    seen.add(current);
    current = renames[current] ?? current;
  }
  return current;
}

/** All slugs that a lesson had, its own first: where to look for what was kept of it. */
export function allSlugs(slug: string, renames: Renames): string[] {
  return [slug, ...Object.keys(renames).filter((old) => currentSlug(old, renames) === slug)];
}

import type { Lesson } from "../course/lesson.ts";
import { allSlugs, type Renames } from "./renames.ts";

/** A dated copy of a lesson file. */
export interface KeptCopy {
  /** Relative to the course, as in `.ipc/kept/pipeline/2026-11-25T18-20-00Z.ts`. */
  readonly path: string;
  /** Sorts copies by age, the oldest first. */
  readonly age: string;
}

/**
 * Keeps a dated copy of a lesson file below `.ipc/kept/`; returns its path. Nothing is ever overwritten.
 */
export async function keepCopy(
  course: { root: string; now: number },
  slug: string,
  text: string,
): Promise<string> {
  const { root } = course;
  const date = new Date(course.now).toISOString().replaceAll(":", "-").replace(/\.\d+Z$/, "Z");
  const dir = dirOf(slug);
  await Deno.mkdir(`${root}/${dir}`, { recursive: true });
  for (let count = 0;; count++) {
    const path = `${dir}/${date}${count === 0 ? "" : `-${count}`}.ts`;
    try {
      await Deno.writeTextFile(`${root}/${path}`, text, { createNew: true });
      return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error; // two copies within one second
    }
  }
}

/** Lists what is kept below these slugs, the oldest first. */
export async function listKept(root: string, slugs: readonly string[]): Promise<KeptCopy[]> {
  const kept: KeptCopy[] = [];
  for (const slug of slugs) {
    try {
      for await (const entry of Deno.readDir(`${root}/${dirOf(slug)}`)) {
        const match = /^(.*Z)(?:-(\d+))?\.ts$/.exec(entry.name);
        if (!entry.isFile || match === null) continue;
        const [, date = "", count = "0"] = match;
        kept.push({ path: `${dirOf(slug)}/${entry.name}`, age: date + count.padStart(6, "0") });
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return kept.sort((a, b) => a.age < b.age ? -1 : 1);
}

/** Lists what is kept of a lesson, under every slug it had, the oldest first. */
export function listKeptOf(root: string, lesson: Lesson, renames: Renames): Promise<KeptCopy[]> {
  return listKept(root, allSlugs(lesson.slug, renames));
}

function dirOf(slug: string): string {
  return `.ipc/kept/${slug}`;
}

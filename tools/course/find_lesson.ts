import type { Lesson } from "./lesson.ts";

/** Either the lesson meant, or a sentence that says why none is, with a suggestion. */
export type FoundLesson = { readonly lesson: Lesson } | { readonly problem: string };

/** Finds a lesson by slug, number (`5`, `05`), folder or unique prefix of the slug. */
export function findLesson(lessons: readonly Lesson[], name: string): FoundLesson {
  const wanted = name.trim().toLowerCase().replaceAll("_", "-");
  const exact = lessons.find((lesson) =>
    lesson.slug === wanted || lesson.folder.replaceAll("_", "-") === wanted ||
    /^\d+$/.test(wanted) && lesson.number === Number(wanted)
  );
  if (exact !== undefined) return { lesson: exact };
  const starting = wanted === "" ? [] : lessons.filter((lesson) => lesson.slug.startsWith(wanted));
  const [only] = starting;
  if (only !== undefined && starting.length === 1) return { lesson: only };
  if (starting.length > 1) {
    const names = starting.map((lesson) => lesson.slug).join(", ");
    return { problem: `"${name}" could be ${names}: type a little more` };
  }
  const near = suggest(wanted, lessons.map((lesson) => lesson.slug));
  const hint = near === undefined ? "see: deno task learn list" : `did you mean ${near}?`;
  return { problem: `There is no lesson "${name}"; ${hint}` };
}

/** Finds all lessons named; undefined stands for all, when none is named. */
export function selectLessons(
  lessons: readonly Lesson[],
  names: readonly string[],
): { lessons: Lesson[] | undefined } | { problem: string } {
  if (names.length === 0) return { lessons: undefined };
  const chosen: Lesson[] = [];
  for (const name of names) {
    const found = findLesson(lessons, name);
    if ("problem" in found) return found;
    chosen.push(found.lesson);
  }
  return { lessons: chosen };
}

/** The candidate nearest to `wanted` by edit distance; undefined when none is near. */
export function suggest(wanted: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Levenshtein distance: how many letters to insert, remove or replace. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

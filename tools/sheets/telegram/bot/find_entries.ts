import { suggest } from "../../../course/find_lesson.ts";
import type { BotEntry } from "./bot_course.ts";

/** What a search has found. */
export type Found =
  /** The slug, the number or the folder of a lesson. */
  | { readonly type: "exact"; readonly entry: BotEntry }
  /** The best one first; never empty. */
  | { readonly type: "hits"; readonly entries: readonly BotEntry[] }
  /** Nothing; perhaps one that is spelt nearly so. */
  | { readonly type: "none"; readonly nearest: BotEntry | undefined };

/** What a word is worth where it is found whole; half of it where something there begins with it. */
const WORTH = { slug: 8, tag: 6, title: 4 } as const;
/** A shorter beginning says nothing: "a" begins half of all words. */
const MIN_PREFIX = 3;
/** They stand in many titles, and nobody looks for them. */
const FILLERS = new Set(
  "a an and are by do does for how i in is it of on one the to two what with".split(" "),
);
/** Any two shorter words are near each other. */
const MIN_NEAR = 4;

/**
 * Finds lessons by words of slug, tags and titles; singular and plural are the same.
 *
 * Lessons that have more of the words come first, then those where the words are worth more, then lower numbers. Only
 * those with the most words are kept.
 */
export function findEntries(entries: readonly BotEntry[], query: string): Found {
  const words = splitWords(query);
  const name = words.join("-");
  const exact = entries.find(({ lesson }) =>
    lesson.slug === name || lesson.folder.replaceAll("_", "-") === name ||
    /^\d+$/.test(name) && lesson.number === Number(name)
  );
  if (exact !== undefined) return { type: "exact", entry: exact };
  const wanted = words.filter((word) => !FILLERS.has(word));
  const [first, ...rest] = rank(entries, wanted);
  if (first !== undefined) return { type: "hits", entries: [first, ...rest] };
  return { type: "none", nearest: findNearest(entries, wanted) };
}

function rank(entries: readonly BotEntry[], words: readonly string[]): BotEntry[] {
  const scored = entries.map((entry) => {
    const worths = words.map((word) => measure(entry, fold(word))).filter((worth) => worth > 0);
    return { entry, count: worths.length, worth: worths.reduce((sum, worth) => sum + worth, 0) };
  });
  const most = Math.max(1, ...scored.map(({ count }) => count));
  return scored.filter(({ count }) => count === most)
    .toSorted((a, b) => b.worth - a.worth) // stable: lower numbers first
    .map(({ entry }) => entry);
}

function measure(entry: BotEntry, word: string): number {
  const { slug, tags, titles } = listWords(entry);
  return measureIn(slug, word) * WORTH.slug + measureIn(tags, word) * WORTH.tag +
    measureIn(titles, word) * WORTH.title;
}

function measureIn(words: readonly string[], wanted: string): 0 | 0.5 | 1 {
  const folded = words.map(fold);
  if (folded.includes(wanted)) return 1;
  return wanted.length >= MIN_PREFIX && folded.some((word) => word.startsWith(wanted)) ? 0.5 : 0;
}

function findNearest(entries: readonly BotEntry[], words: readonly string[]): BotEntry | undefined {
  const known = entries.flatMap((entry) => Object.values(listWords(entry)).flat())
    .filter((word) => word.length >= MIN_NEAR);
  for (const word of words.filter(({ length }) => length >= MIN_NEAR)) {
    const near = suggest(word, known);
    if (near !== undefined) return rank(entries, [near])[0];
  }
  return undefined;
}

function listWords(
  { lesson, title, tags }: BotEntry,
): Record<"slug" | "tags" | "titles", string[]> {
  return {
    slug: splitWords(lesson.slug),
    tags: tags.flatMap(splitWords),
    titles: [lesson.title, title].flatMap(splitWords),
  };
}

/** PIPE_BUF is two words, as "pipe buf" and "pipe-buf" are. */
function splitWords(text: string): string[] {
  return text.normalize("NFKC").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Takes the plural off a word: pipes, mutexes, processes. */
function fold(word: string): string {
  if (/(?:ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) && word.length > MIN_PREFIX ? word.slice(0, -1) : word;
}

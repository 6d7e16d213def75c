import type { Lesson } from "../course/lesson.ts";

/** What the files of a new lesson are made from. */
export interface Draft {
  /** As in `26_tiny_echo`. */
  readonly folder: string;
  readonly number: number;
  /** As in `tiny-echo`. */
  readonly slug: string;
  readonly title: string;
  /** The only export of the stub, as in `runTinyEcho`. */
  readonly symbol: string;
}

/** What is asked for on the command line. */
export interface DraftOptions {
  /** @default the number after the last lesson's */
  readonly number?: number;
  /** @default the slug as words */
  readonly title?: string;
}

const SLUG = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** So that names made from it fit on a line. */
const MAX_SLUG = 30;
const MAX_NUMBER = 99;

/** Plans a new lesson; a sentence when slug, number or title will not do. */
export function planDraft(
  lessons: readonly Lesson[],
  slug: string,
  options: DraftOptions = {},
): Draft | string {
  const number = options.number ?? (lessons.at(-1)?.number ?? 0) + 1;
  const words = slug.split("-");
  const title = options.title?.trim() ?? capitalize(words.join(" "));
  const problem = checkSlug(slug) ?? checkNumber(number) ?? checkTitle(title) ??
    checkFree(lessons, slug, number);
  if (problem !== undefined) return problem;
  return {
    folder: `${String(number).padStart(2, "0")}_${words.join("_")}`,
    number,
    slug,
    title,
    symbol: `run${words.map(capitalize).join("")}`,
  };
}

function checkSlug(slug: string): string | undefined {
  if (SLUG.test(slug) && slug.length <= MAX_SLUG) return undefined;
  const near = slug.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^[-0-9]+|-+$/g, "");
  const better = near.slice(0, MAX_SLUG).replace(/-$/, "");
  const rule = `lower-case words joined by "-", at most ${MAX_SLUG} characters, a letter first`;
  const hint = better === "" ? "as in tiny-echo" : `how about ${better}?`;
  return `Cannot use "${slug}" as a slug: it takes ${rule}; ${hint}`;
}

function checkNumber(number: number): string | undefined {
  if (Number.isSafeInteger(number) && number >= 1 && number <= MAX_NUMBER) return undefined;
  return `Cannot number the lesson ${number}: it takes 1 to ${MAX_NUMBER}; choose with --number N`;
}

function checkTitle(title: string): string | undefined {
  if (title !== "" && !/[\n"\\`*_[\]<>#]/.test(title)) return undefined;
  return `Cannot use "${title}" as a title: it takes one line of plain words, without Markdown`;
}

function checkFree(lessons: readonly Lesson[], slug: string, number: number): string | undefined {
  const twin = lessons.find((one) => one.slug === slug || one.number === number);
  if (twin === undefined) return undefined;
  const what = twin.slug === slug ? `slug ${slug}` : `number ${number}`;
  const hint = twin.slug === slug ? "choose another slug" : "choose with --number N";
  return `Cannot begin the lesson: lessons/${twin.folder} has the ${what} already; ${hint}`;
}

function capitalize(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

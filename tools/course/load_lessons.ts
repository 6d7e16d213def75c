import { CourseError, type Lesson } from "./lesson.ts";

const FOLDER = /^(\d{2})_([a-z0-9]+(?:_[a-z0-9]+)*)$/;

/** What each key of lesson.json must be, in words and as a test. */
const FIELDS: Record<string, [what: string, isValid: (value: unknown) => boolean]> = {
  title: ["a non-empty string", isText],
  teaches: ["a non-empty string", isText],
  unit: ["a non-empty string", isText],
  level: ["a whole number from 1 to 5", (value) => isCount(value) && value <= 5],
  minutes: ["a whole number above 0", isCount],
  needs: ["a list of strings", (value) => Array.isArray(value) && value.every(isText)],
};

/**
 * Loads all lessons below `root`, by number.
 *
 * @throws {CourseError} when a folder or a lesson.json is not what it must be; names file and line
 */
export async function loadLessons(root: string): Promise<Lesson[]> {
  const lessons: Lesson[] = [];
  for await (const entry of readDir(`${root}/lessons`)) {
    const match = FOLDER.exec(entry.name);
    if (!entry.isDirectory || match === null) continue;
    const [folder, number = "", name = ""] = match;
    const fields = await loadFields(root, `lessons/${folder}/lesson.json`);
    lessons.push({ ...fields, folder, number: Number(number), slug: name.replaceAll("_", "-") });
  }
  lessons.sort((a, b) => a.number - b.number);
  checkUnique(lessons);
  return lessons;
}

async function* readDir(path: string): AsyncGenerator<Deno.DirEntry> {
  try {
    yield* Deno.readDir(path);
  } catch (cause) {
    throw new CourseError(
      path,
      `cannot be read (${describe(cause)}); is this the course's folder?`,
    );
  }
}

async function loadFields(
  root: string,
  path: string,
): Promise<Omit<Lesson, "folder" | "number" | "slug">> {
  let text: string;
  try {
    text = await Deno.readTextFile(`${root}/${path}`);
  } catch (cause) {
    throw new CourseError(path, `cannot be read (${describe(cause)}); git can restore it`);
  }
  const fields = parseJson(path, text);
  for (const [key, [what, isValid]] of Object.entries(FIELDS)) {
    if (!isValid(fields[key])) {
      throw new CourseError(`${path}:${lineOf(text, key)}`, `"${key}" must be ${what}`);
    }
  }
  const extra = Object.keys(fields).find((key) => !(key in FIELDS));
  if (extra !== undefined) {
    throw new CourseError(
      `${path}:${lineOf(text, extra)}`,
      `"${extra}" is not a key of lesson.json`,
    );
  }
  return fields as unknown as Omit<Lesson, "folder" | "number" | "slug">; // each field was checked above
}

function parseJson(path: string, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const line = text.slice(0, findSyntaxError(text, describe(cause))).split("\n").length;
    throw new CourseError(
      `${path}:${line}`,
      `is not valid JSON (${describe(cause).replace(/\s+/g, " ")})`,
    );
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new CourseError(`${path}:1`, "must hold one JSON object");
}

/** Where V8's message says the text is wrong: it gives a position, or quotes ten characters to each side. */
function findSyntaxError(text: string, message: string): number {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return Number(position);
  const quoted = /(\.\.\.)?"(.*?)"(?:\.\.\.)? is not valid JSON$/s.exec(message);
  const index = text.indexOf(quoted?.[2] ?? "");
  return quoted?.[1] === undefined ? text.length : index + 10;
}

function checkUnique(lessons: readonly Lesson[]): void {
  for (const [index, lesson] of lessons.entries()) {
    const twin = lessons.slice(0, index).find((other) =>
      other.number === lesson.number || other.slug === lesson.slug
    );
    if (twin === undefined) continue;
    throw new CourseError(
      `lessons/${lesson.folder}`,
      `has the number or the slug of ${twin.folder}`,
    );
  }
}

function lineOf(text: string, key: string): number {
  const index = text.indexOf(`"${key}"`);
  return index < 0 ? 1 : text.slice(0, index).split("\n").length;
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

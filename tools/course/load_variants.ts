import { CourseError, type Lesson } from "./lesson.ts";
import type { Subject } from "./job.ts";

/** A named mistake, and what its header promises. */
export interface WrongVariant extends Subject {
  readonly kind: "wrong";
  /** The tests that must be red, as in `pipeline/T3`. */
  readonly tests: readonly string[];
  /** Words that the learner must read in one of these failures. */
  readonly says: string;
  /** The mistake in one line, shown to the learner. */
  readonly mistake: string;
}

/** Another correct style. */
export interface RightVariant extends Subject {
  readonly kind: "right";
  readonly style: string;
}

/** Loads the wrong variants of a lesson, by name. @throws {CourseError} for an incomplete header */
export async function loadWrongVariants(root: string, lesson: Lesson): Promise<WrongVariant[]> {
  const variants = await loadHeaders(root, `tests/wrong/${lesson.folder}`);
  return variants.map(({ name, path, place, header }) => ({
    kind: "wrong",
    name,
    path,
    tests: requireTests(place, header, lesson),
    says: requireOne(place, header, "says").replace(/^"(.*)"$/, "$1"),
    mistake: requireOne(place, header, "mistake"),
  }));
}

/** Loads the right variants of a lesson, by name. @throws {CourseError} for an incomplete header */
export async function loadRightVariants(root: string, lesson: Lesson): Promise<RightVariant[]> {
  const variants = await loadHeaders(root, `tests/right/${lesson.folder}`);
  return variants.map(({ name, path, place, header }) => ({
    kind: "right",
    name,
    path,
    style: requireOne(place, header, "style"),
  }));
}

interface Headed {
  readonly name: string;
  readonly path: string;
  readonly place: string;
  readonly header: ReadonlyMap<string, readonly string[]>;
}

async function loadHeaders(root: string, dir: string): Promise<Headed[]> {
  const found: Headed[] = [];
  try {
    for await (const entry of Deno.readDir(`${root}/${dir}`)) {
      if (!entry.isFile || !entry.name.endsWith(".ts")) continue;
      const path = `${root}/${dir}/${entry.name}`;
      const header = parseHeader(await Deno.readTextFile(path));
      found.push({ name: entry.name.slice(0, -3), path, place: `${dir}/${entry.name}`, header });
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found.sort((a, b) => a.name < b.name ? -1 : 1);
}

/** Parses the `// @key value` lines at the top of a file. */
export function parseHeader(text: string): Map<string, string[]> {
  const header = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const match = /^\/\/ @(\w+) (.+)$/.exec(line);
    if (match === null) break;
    const [, key = "", value = ""] = match;
    header.set(key, [...header.get(key) ?? [], value.trim()]);
  }
  return header;
}

function requireTests(place: string, header: Headed["header"], lesson: Lesson): readonly string[] {
  const tests = header.get("test") ?? [];
  if (tests.length === 0) {
    throw new CourseError(`${place}:1`, `needs a line: // @test ${lesson.slug}/T1`);
  }
  const alien = tests.find((test) => !test.startsWith(`${lesson.slug}/`));
  if (alien === undefined) return tests;
  throw new CourseError(`${place}:1`, `@test ${alien} does not belong to ${lesson.slug}`);
}

function requireOne(place: string, header: Headed["header"], key: string): string {
  const values = header.get(key) ?? [];
  const [value] = values;
  if (value !== undefined && values.length === 1) return value;
  throw new CourseError(`${place}:1`, `needs exactly one line: // @${key} …`);
}

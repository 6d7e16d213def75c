import { createHash } from "node:crypto";
import { findLesson, suggest } from "../../course/find_lesson.ts";
import type { Lesson } from "../../course/lesson.ts";
import type { SchemaCheck } from "../formats/check_schema.ts";
import type { Visibility } from "../report.ts";
import { isWhole } from "./hundredths.ts";
import { fits, type PartialCredit, type Policy, type Rule } from "./policy.ts";

/** What a policy may speak of. */
export interface PolicyScope {
  readonly lessons: readonly Lesson[];
  /** The ids of all checks of the course, as in `pipeline/T3`. */
  readonly checkIds: readonly string[];
  /** Says what breaks policy.schema.json. */
  readonly checkShape: SchemaCheck;
}

/** The file, once its shape is known to be right. */
interface PolicyFile {
  readonly partialCredit?: PartialCredit;
  readonly lessons?: Readonly<Record<string, number>>;
  readonly checks?: Readonly<Record<string, number>>;
  readonly visibility?: Readonly<Record<string, Visibility>>;
}

type Parsed<Value> = Value | { readonly problem: string };

/** Parses a policy file, or says what is wrong with it: a name that means nothing would silently give no points. */
export function parsePolicy(
  text: string,
  scope: PolicyScope,
): Parsed<{ readonly policy: Policy }> {
  const file = parseFile(text, scope.checkShape);
  if ("problem" in file) return file;
  const { partialCredit = "none", lessons = {}, checks = {}, visibility = {} } = file.file;
  for (const [name, points] of [...Object.entries(lessons), ...Object.entries(checks)]) {
    if (!isWhole(points)) {
      return { problem: `"${name}": ${points} has more than two decimals, points are hundredths` };
    }
  }
  const worth = parseWorth(lessons, scope.lessons);
  if ("problem" in worth) return worth;
  for (const pattern of [...Object.keys(checks), ...Object.keys(visibility)]) {
    const problem = checkPattern(pattern, scope);
    if (problem !== undefined) return { problem };
  }
  const sha256 = createHash("sha256").update(text).digest("hex");
  const rules = { weights: listRules(checks), visibility: listRules(visibility) };
  return { policy: { partialCredit, worth: worth.worth, ...rules, sha256 } };
}

function parseFile(
  text: string,
  checkShape: SchemaCheck,
): Parsed<{ readonly file: PolicyFile }> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `it is no JSON: ${error instanceof Error ? error.message : error}` };
  }
  const problem = checkShape(value);
  return problem === undefined ? { file: value as PolicyFile } : { problem };
}

function parseWorth(
  points: Readonly<Record<string, number>>,
  lessons: readonly Lesson[],
): Parsed<{ readonly worth: ReadonlyMap<string, number> }> {
  const worth = new Map<string, number>();
  for (const [name, value] of Object.entries(points)) {
    const found = findLesson(lessons, name);
    if ("problem" in found) return found;
    const { slug } = found.lesson;
    if (worth.has(slug)) return { problem: `"${name}" is ${slug}, which is named twice` };
    worth.set(slug, value);
  }
  return { worth };
}

function checkPattern(
  pattern: string,
  { lessons, checkIds }: PolicyScope,
): string | undefined {
  if (checkIds.some((id) => fits(pattern, id))) return undefined;
  const [name = ""] = pattern.split("/");
  const isLesson = lessons.some((lesson) => lesson.slug === name);
  const near =
    suggest(pattern, isLesson ? checkIds : lessons.map((lesson) => `${lesson.slug}/*`)) ??
      suggest(name, lessons.map((lesson) => lesson.slug));
  const own = checkIds.filter((id) => id.startsWith(`${name}/`));
  const hint = near !== undefined
    ? `did you mean ${near}?`
    : `its checks are ${(own.length > 0 ? own : checkIds.slice(0, 3)).join(", ")}`;
  return `There is no check "${pattern}"; ${hint}`;
}

function listRules<Value>(rules: Readonly<Record<string, Value>>): Rule<Value>[] {
  return Object.entries(rules).map(([pattern, value]) => ({ pattern, value }));
}

// Where in an archive a lesson may be. What lies elsewhere is nobody's business: a node_modules full of links is no reason to
// refuse anything.
import { cleanText } from "../clean_text.ts";
import { MAX_PATH_LENGTH } from "./limits.ts";

/** A reason to refuse an archive or a repository as a whole; its message is a sentence for the student. */
export class Refused extends Error {}

/** An entry at a place that is looked at. */
export interface Place {
  /** Without `.`, empty and last slashes; what it would be if the name were an honest one. */
  readonly path: string;
  /** Whether its contents may be a lesson's module. */
  readonly isModule: boolean;
  /** What is wrong with the name, to be put behind the path. */
  readonly problem: string | undefined;
}

/** What an entry's name says. */
export interface Located {
  /** The first component of the path. */
  readonly root: string | undefined;
  /** The folders that are there because the entry is in them, as far as they are looked at. */
  readonly parents: readonly string[];
  /** Undefined where nobody looks. */
  readonly place: Place | undefined;
}

// deno-lint-ignore no-control-regex -- these are what is looked for
const CONTROLS = /[\x00-\x1f\x7f-\x9f]/g;
const ABSOLUTE = /^([A-Za-z]:)?\//;

/**
 * Says where an entry of an archive or a commit is, by its name. Backslashes and control characters in a module's name make its lesson
 * refused: some packers write them by mistake, and they could mean two things.
 *
 * @param folders of the lessons that are looked for, as in `05_pipeline`
 * @throws {Refused} for `..`, an absolute name or one without end: no packer writes these by mistake
 */
export function locate(name: string, folders: ReadonlySet<string>): Located {
  if (name.length > MAX_PATH_LENGTH) throw new Refused("the submission holds a name without end");
  const plain = name.replace(CONTROLS, "").replaceAll("\\", "/");
  const parts = plain.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..") || ABSOLUTE.test(plain)) {
    throw new Refused(`the submission holds a name that leads out of it: ${quote(name)}`);
  }
  const parents = [1, 2, 3].filter((count) => count < parts.length)
    .map((count) => parts.slice(0, count))
    .filter((parent) => classify(parent, folders) !== undefined)
    .map((parent) => parent.join("/"));
  const kind = classify(parts, folders);
  const isHonest = plain === name;
  if (kind === undefined || (!isHonest && kind !== "module")) {
    return { root: parts[0], parents, place: undefined };
  }
  const what = name.includes("\\") ? "a backslash" : "a control character";
  const place = {
    path: parts.join("/"),
    isModule: isHonest && kind === "module",
    problem: isHonest ? undefined : `has ${what} in its name`,
  };
  return { root: parts[0], parents, place };
}

/** Shows a name from a submission to people. */
export function quote(name: string): string {
  return JSON.stringify(cleanText(name, 80).text);
}

/** A lesson's module, the place of one, or the way to it; below one more folder alike, as look_through.ts says. */
function classify(
  parts: readonly string[],
  folders: ReadonlySet<string>,
): "module" | "place" | "way" | undefined {
  for (const skip of [0, 1]) {
    const below = parts.slice(skip);
    const [first, second, ...rest] = below[0] === "lessons" ? below.slice(1) : below;
    if (first === undefined) continue;
    if (second === undefined && folders.has(first)) return "place";
    if (second === undefined && folders.has(first.replace(/\.ts$/, ""))) return "module";
    if (folders.has(first) && second?.endsWith(".ts") && rest.length === 0) return "module";
  }
  const isWay = parts.length === 1 || (parts.length === 2 && parts[1] === "lessons");
  return isWay ? "way" : undefined;
}

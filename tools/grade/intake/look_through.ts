import type { Source } from "./source.ts";

/** What macOS puts beside it. */
const IGNORED = /^(?:__MACOSX|\.DS_Store|\._.*)$/;

/**
 * Looks through the one folder that holds all the rest, as in archives of a repository or of a learning platform:
 * `anna/lessons/…`. A lesson's own folder is none of these.
 *
 * @param folders of the lessons that are looked for, as in `05_pipeline`
 */
export function lookThrough(source: Source, folders: ReadonlySet<string>): Source {
  const listed = source.list("");
  if (listed === "missing" || "problem" in listed) return source;
  const [only, ...others] = listed.names.filter((name) => !IGNORED.test(name));
  if (only === undefined || others.length > 0 || only === "lessons" || folders.has(only)) {
    return source;
  }
  const inside = source.list(only);
  if (inside === "missing" || "problem" in inside) return source; // a file, or a link
  const under = (path: string) => path === "" ? only : `${only}/${path}`;
  return {
    ...source,
    list: (path) => source.list(under(path)),
    read: (path) => source.read(under(path)),
  };
}

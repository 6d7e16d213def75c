import { isThere } from "../../proc/is_there.ts";

/** A folder, an archive or a commit that was handed in, and what its report is called. */
export interface NamedSubmission {
  readonly path: string;
  /** In the repository at `path`, as in `main`; undefined for what lies there as it is. */
  readonly commitish?: string;
  /** Made of letters, digits, dots, hyphens and underscores; unique in a run, whatever the case of letters. */
  readonly id: string;
}

/** What an archive's name ends with. */
export const ARCHIVE_ENDING = /\.(zip|tar|tgz|tar\.gz)$/i;

/** Names submissions by their folders and archives, or says what is wrong with the list. */
export function nameSubmissions(
  paths: readonly string[],
  startDir: string,
): { readonly submissions: readonly NamedSubmission[] } | { readonly problem: string } {
  if (paths.length === 0) {
    const what = "a folder, an archive or a repository@commit";
    return { problem: `Name at least one submission, ${what}; see deno task grade --help` };
  }
  const submissions: NamedSubmission[] = [];
  const used = new Set<string>();
  for (const given of paths) {
    const found = findSubmission(given.startsWith("/") ? given : `${startDir}/${given}`);
    if ("problem" in found) {
      return { problem: `Cannot grade ${JSON.stringify(given)}: ${found.problem}` };
    }
    submissions.push({ ...found, id: makeId(found.path, used) });
  }
  return { submissions };
}

/** Makes a name that is safe in paths and that no other has. */
function makeId(path: string, used: Set<string>): string {
  const own = path.replace(/^.*\//, "").replace(ARCHIVE_ENDING, "").replace(/\.git$/, "");
  const name = own.replace(/[^A-Za-z0-9._-]/g, "_").slice(0, 100);
  const base = /^\.*$/.test(name) ? "submission" : name;
  let id = base;
  for (let count = 2; used.has(id.toLowerCase()); count++) id = `${base}-${count}`;
  used.add(id.toLowerCase());
  return id;
}

type Found = Omit<NamedSubmission, "id"> | { readonly problem: string };

/** A path that is there as it is written is no commit; the last `@` behind which there could be one begins it. */
function findSubmission(path: string): Found {
  const whole = findPath(path);
  if (whole !== undefined) return { path: whole };
  for (let at = path.lastIndexOf("@"); at > 0; at = path.lastIndexOf("@", at - 1)) {
    const folder = findPath(path.slice(0, at));
    if (folder === undefined) continue;
    const commitish = path.slice(at + 1);
    if (commitish === "" || commitish.startsWith("-")) {
      return { problem: "there is no such commit" };
    }
    if (isThere(`${folder}/.git`) || isThere(`${folder}/HEAD`)) return { path: folder, commitish };
    return { problem: "there is no repository of git in that folder" };
  }
  return { problem: "there is no such folder, zip, tar, tar.gz or repository" };
}

/** The teacher may name a submission by a link; what is inside may not have any. */
function findPath(path: string): string | undefined {
  try {
    const real = Deno.realPathSync(path);
    const { isDirectory, isFile } = Deno.statSync(real);
    return isDirectory || (isFile && ARCHIVE_ENDING.test(real)) ? real : undefined;
  } catch {
    return undefined;
  }
}

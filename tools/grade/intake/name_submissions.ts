/** A folder or an archive that was handed in, and what its report is called. */
export interface NamedSubmission {
  readonly path: string;
  /** Made of letters, digits, dots, hyphens and underscores; unique in a run, whatever the case of letters. */
  readonly id: string;
}

/** What an archive's name ends with. */
export const ARCHIVE_ENDING = /\.(zip|tar|tgz|tar\.gz)$/i;
/** What may be handed in beside folders, in words. */
const ARCHIVES = "zip, tar or tar.gz";

/** Names submissions by their folders and archives, or says what is wrong with the list. */
export function nameSubmissions(
  paths: readonly string[],
  startDir: string,
): { readonly submissions: readonly NamedSubmission[] } | { readonly problem: string } {
  if (paths.length === 0) {
    return {
      problem: "Name at least one submission, a folder or an archive; see deno task grade --help",
    };
  }
  const submissions: NamedSubmission[] = [];
  const used = new Set<string>();
  for (const given of paths) {
    const path = findSubmission(given.startsWith("/") ? given : `${startDir}/${given}`);
    if (path === undefined) {
      const problem = `there is no such folder, ${ARCHIVES}`;
      return { problem: `Cannot grade ${JSON.stringify(given)}: ${problem}` };
    }
    const name = path.replace(/^.*\//, "").replace(ARCHIVE_ENDING, "").replace(
      /[^A-Za-z0-9._-]/g,
      "_",
    ).slice(0, 100);
    const base = /^\.*$/.test(name) ? "submission" : name;
    let id = base;
    for (let count = 2; used.has(id.toLowerCase()); count++) id = `${base}-${count}`;
    used.add(id.toLowerCase());
    submissions.push({ path, id });
  }
  return { submissions };
}

/** The teacher may name a submission by a link; what is inside may not have any. */
function findSubmission(path: string): string | undefined {
  try {
    const real = Deno.realPathSync(path);
    const { isDirectory, isFile } = Deno.statSync(real);
    return isDirectory || (isFile && ARCHIVE_ENDING.test(real)) ? real : undefined;
  } catch {
    return undefined;
  }
}

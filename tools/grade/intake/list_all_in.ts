import { quote } from "./locate.ts";
import { ARCHIVE_ENDING } from "./name_submissions.ts";

/** What a folder full of submissions holds. */
export interface AllIn {
  /** Folders and archives, in the order of their names. */
  readonly paths: readonly string[];
  /** A line for each entry that is no submission. */
  readonly skipped: readonly string[];
}

/** Lists the submissions in a folder, or says why it cannot. */
export function listAllIn(dir: string): AllIn | { readonly problem: string } {
  let entries: Deno.DirEntry[];
  try {
    entries = [...Deno.readDirSync(dir)];
  } catch (error) {
    const reason = error instanceof Deno.errors.NotFound
      ? "there is no such folder"
      : String(error);
    return { problem: `Cannot grade all in ${JSON.stringify(dir)}: ${reason}` };
  }
  const paths: string[] = [];
  const skipped: string[] = [];
  for (const entry of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
    const reason = findReason(entry);
    if (reason === undefined) paths.push(`${dir}/${entry.name}`);
    else skipped.push(`skipped ${quote(entry.name)}: ${reason}`);
  }
  if (paths.length > 0) return { paths, skipped };
  return { problem: [...skipped, `There is no submission in ${JSON.stringify(dir)}`].join("\n") };
}

/** Says why an entry is no submission; a link could lead to somebody else's. */
function findReason({ name, isSymlink, isDirectory, isFile }: Deno.DirEntry): string | undefined {
  if (isSymlink) return "it is a link";
  if (name.startsWith(".")) return "it is hidden";
  if (isDirectory || (isFile && ARCHIVE_ENDING.test(name))) return undefined;
  return "it is no folder, zip, tar or tar.gz";
}

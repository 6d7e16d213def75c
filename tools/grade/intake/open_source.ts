import { openFolder } from "./folder_source.ts";
import { lookThrough } from "./look_through.ts";
import type { NamedSubmission } from "./name_submissions.ts";
import { openArchive } from "./open_archive.ts";
import type { Source } from "./source.ts";

/**
 * Opens a submission, whatever it is. What it holds is never a reason to throw.
 *
 * @param folders of the lessons that are looked for, as in `05_pipeline`
 */
export async function openSource(
  { path }: Pick<NamedSubmission, "path">,
  folders: ReadonlySet<string>,
): Promise<Source> {
  const isFolder = (await Deno.stat(path)).isDirectory;
  const source = isFolder ? openFolder(path) : await openArchive(path, folders);
  return lookThrough(source, folders);
}

import type { Isolation } from "../sandbox/probe.ts";
import { openFolder } from "./folder_source.ts";
import { lookThrough } from "./look_through.ts";
import type { NamedSubmission } from "./name_submissions.ts";
import { openArchive } from "./open_archive.ts";
import { openRepository } from "./open_repository.ts";
import type { Source } from "./source.ts";

export interface OpenSourceOptions {
  /** Of the lessons that are looked for, as in `05_pipeline`. */
  readonly folders: ReadonlySet<string>;
  /** Where git runs. */
  readonly isolation: Isolation;
}

/** Opens a submission, whatever it is. What it holds is never a reason to throw. */
export async function openSource(
  { path, commitish }: Omit<NamedSubmission, "id">,
  { folders, isolation }: OpenSourceOptions,
): Promise<Source> {
  if (commitish !== undefined) {
    return await openRepository({ path, commitish, isolation }, folders);
  }
  const isFolder = (await Deno.stat(path)).isDirectory;
  const source = isFolder ? openFolder(path) : await openArchive(path, folders);
  return lookThrough(source, folders);
}

import { FORMAT as PROGRESS_FORMAT, isRecord, readProgress } from "./parse_progress.ts";
import type { Progress } from "./progress.ts";
import { applyRenames, currentSlug, type Renames } from "./renames.ts";

/** What one machine hands to another: progress, and the learner's edited lesson files by slug. */
export interface Bundle {
  readonly progress: Progress;
  readonly files: Readonly<Record<string, string>>;
}

const KIND = "ipc-course-export";
const FORMAT = 1;
/** A slug becomes part of a path: nothing else may pass. */
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Renders a bundle as the text of an export file. */
export function renderBundle(bundle: Bundle, exportedAt: Date): string {
  return JSON.stringify(
    {
      kind: KIND,
      format: FORMAT,
      exportedAt: exportedAt.toISOString(),
      progress: { format: PROGRESS_FORMAT, ...bundle.progress },
      files: bundle.files,
    },
    undefined,
    2,
  );
}

/** Parses an export file of any format so far, whole or not at all; a sentence when it is none. */
export function parseBundle(text: string, renames: Renames): Bundle | string {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return "it is not JSON; was it cut off on its way?";
  }
  if (!isRecord(file) || file.kind !== KIND || typeof file.format !== "number") {
    return "it was not written by deno task learn export";
  }
  if (file.format > FORMAT) return "a newer version of this course wrote it; update this one first";
  const parsed = readProgress(file.progress);
  if (parsed === "newer") {
    return "a newer version of this course wrote it; update this one first";
  }
  if (parsed === "damaged") return "its progress makes no sense";
  if (parsed.dropped.length > 0) return `its progress of ${parsed.dropped[0]} makes no sense`;
  const { files } = file;
  if (!isRecord(files)) return "its files make no sense";
  const kept: Record<string, string> = {};
  for (const [slug, content] of Object.entries(files)) {
    if (typeof content !== "string") return `its file of ${slug} makes no sense`;
    kept[currentSlug(slug, renames)] = content;
  }
  const slugs = [...Object.keys(kept), ...Object.keys(parsed.progress.lessons)];
  const alien = slugs.find((slug) => !SLUG.test(slug));
  if (alien !== undefined) return `${JSON.stringify(alien)} is not the name of a lesson`;
  return { progress: applyRenames(parsed.progress, renames), files: kept };
}

import type { VerdictStatus } from "../course/verdict.ts";
import { mergeProgress } from "./merge_progress.ts";
import { FORMAT, parseProgress } from "./parse_progress.ts";
import { applyRenames, type Renames } from "./renames.ts";
import { writeAtomic } from "../proc/write_atomic.ts";

/** What is kept of one lesson, by its slug. Dates are ISO dates. */
export interface LessonProgress {
  /** How often its tests were run. */
  readonly attempts: number;
  /** The last hint tier that was shown, 0 for none. */
  readonly hintTier: number;
  readonly firstTriedAt?: string;
  readonly lastTriedAt?: string;
  /** When it was first green; undefined while it is not solved. */
  readonly solvedAt?: string;
  /** What the last run said. */
  readonly lastStatus?: VerdictStatus;
  /** Hash of the learner's file when it last passed. */
  readonly passedHash?: string;
}

export interface Progress {
  readonly lessons: Readonly<Record<string, LessonProgress>>;
}

/** Progress as loaded, and what the learner should know about the file. */
export interface LoadedProgress {
  readonly progress: Progress;
  readonly notice?: string;
}

const NOTHING: LessonProgress = { attempts: 0, hintTier: 0 };
const LOCK_LIMIT_MS = 2_000;
const LOCK_RETRY_MS = 20;

/** The progress of one lesson, of nothing if there is none. */
export function progressOf(progress: Progress, slug: string): LessonProgress {
  return progress.lessons[slug] ?? NOTHING;
}

/** Returns progress with some facts of one lesson replaced. */
export function withLesson(
  progress: Progress,
  slug: string,
  change: Partial<LessonProgress>,
): Progress {
  const changed = { ...progressOf(progress, slug), ...change };
  return { lessons: { ...progress.lessons, [slug]: changed } };
}

/**
 * Loads the progress file. A damaged one is put aside, never overwritten; an older one is upgraded; a lesson that was
 * renamed keeps its progress.
 *
 * @throws {Error} when the file comes from a newer course: going on would lose what that course wrote
 */
export async function loadProgress(path: string, renames: Renames = {}): Promise<LoadedProgress> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { progress: { lessons: {} } };
    throw error;
  }
  const parsed = parseProgress(text);
  if (parsed === "newer") throw newerError(path);
  if (parsed === "damaged") {
    const aside = asideOf(path);
    await Deno.rename(path, aside);
    const notice =
      `The progress file could not be read. It was put aside as ${aside}; progress starts anew.`;
    return { progress: { lessons: {} }, notice };
  }
  const progress = applyRenames(parsed.progress, renames);
  if (parsed.dropped.length === 0) return { progress };
  const aside = asideOf(path);
  await Deno.copyFile(path, aside); // the next save leaves out what made no sense
  await saveProgress(path, progress, renames);
  const notice = `The progress file says of ${parsed.dropped.join(", ")} what makes no sense. ` +
    `That was left out; the file as it was is kept as ${aside}.`;
  return { progress, notice };
}

/**
 * Writes progress, merged with what the file says by now: another `learn` may have run meanwhile, and what it saved is
 * not lost. A reader sees the old file or the new one.
 */
export async function saveProgress(
  path: string,
  progress: Progress,
  renames: Renames = {},
): Promise<void> {
  const target = await Deno.realPath(path).catch(() => path); // a link to a synchronised folder stays one
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  using _lock = await lockFile(`${target}.lock`);
  const text = await Deno.readTextFile(target).catch(() => "");
  const parsed = parseProgress(text);
  if (parsed === "newer") throw newerError(path);
  const merged = parsed === "damaged"
    ? progress
    : mergeProgress(applyRenames(parsed.progress, renames), progress);
  await writeAtomic(target, JSON.stringify({ format: FORMAT, ...merged }, undefined, 2) + "\n");
}

/** Locks for one read and one write; whoever holds it longer is stopped, and is not waited for. */
async function lockFile(path: string): Promise<Deno.FsFile> {
  const file = await Deno.open(path, { write: true, create: true });
  const end = Date.now() + LOCK_LIMIT_MS;
  const lock = () => file.tryLock(true).catch(() => true); // some network file systems know no locks
  while (!await lock() && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
  }
  return file;
}

function newerError(path: string): Error {
  return new Error(
    `Cannot use ${path}: a newer version of this course wrote it. Update the course: deno task learn update`,
  );
}

function asideOf(path: string): string {
  return `${path}.damaged-${new Date().toISOString().replaceAll(":", "-")}`;
}

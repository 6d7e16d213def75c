/** What is kept of one lesson, by its slug. */
export interface LessonProgress {
  /** When it was first green, as an ISO date; undefined while it is not solved. */
  readonly solvedAt?: string;
  /** How often its tests were run. */
  readonly attempts: number;
  /** The last hint tier that was shown, 0 for none. */
  readonly hintTier: number;
}

export interface Progress {
  readonly lessons: Readonly<Record<string, LessonProgress>>;
}

/** Progress as loaded, and what the learner should know about the file. */
export interface LoadedProgress {
  readonly progress: Progress;
  readonly notice?: string;
}

const FORMAT = 1;
const NOTHING: LessonProgress = { attempts: 0, hintTier: 0 };

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
 * Loads the progress file. A damaged one is put aside, never overwritten; an older one is read as far as it goes.
 *
 * @throws {Error} when the file comes from a newer course: going on would lose what that course wrote
 */
export async function loadProgress(path: string): Promise<LoadedProgress> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { progress: { lessons: {} } };
    throw error;
  }
  const parsed = parseProgress(text);
  if (parsed === "newer") {
    throw new Error(
      `Cannot use ${path}: a newer version of this course wrote it. Update the course (git pull)`,
    );
  }
  if (parsed !== "damaged") return parsed;
  const aside = `${path}.damaged-${new Date().toISOString().replaceAll(":", "-")}`;
  await Deno.rename(path, aside);
  const notice =
    `The progress file could not be read. It was put aside as ${aside}; progress starts anew.`;
  return { progress: { lessons: {} }, notice };
}

/** Parses a progress file; format 1 is the first one, a file without a number is read like it. */
export function parseProgress(text: string): LoadedProgress | "damaged" | "newer" {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return "damaged";
  }
  if (!isRecord(file) || !isRecord(file.lessons)) return "damaged";
  if (typeof file.format === "number" && file.format > FORMAT) return "newer";
  const lessons: Record<string, LessonProgress> = {};
  let dropped = 0;
  for (const [slug, value] of Object.entries(file.lessons)) {
    const lesson = parseLesson(value);
    if (lesson === undefined) dropped++;
    else lessons[slug] = lesson;
  }
  if (dropped > 0) {
    return {
      progress: { lessons },
      notice: `${dropped} entries of the progress file made no sense and were left out.`,
    };
  }
  if (file.format === FORMAT) return { progress: { lessons } };
  return {
    progress: { lessons },
    notice: "The progress file is of an older version; it was read and will be renewed.",
  };
}

/** Writes progress by renaming, so that a crash leaves the old file or the new one, never half of it. */
export async function saveProgress(path: string, progress: Progress): Promise<void> {
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  const temporary = `${path}.${Deno.pid}.tmp`;
  await Deno.writeTextFile(
    temporary,
    JSON.stringify({ format: FORMAT, ...progress }, undefined, 2) + "\n",
  );
  await Deno.rename(temporary, path);
}

function parseLesson(value: unknown): LessonProgress | undefined {
  if (!isRecord(value)) return undefined;
  const { solvedAt, attempts, hintTier } = value;
  if (solvedAt !== undefined && typeof solvedAt !== "string") return undefined;
  return {
    ...(solvedAt === undefined ? {} : { solvedAt }),
    attempts: typeof attempts === "number" ? attempts : 0,
    hintTier: typeof hintTier === "number" ? hintTier : 0,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { type Bundle, parseBundle, renderBundle } from "./bundle.ts";
import type { Session } from "./learn.ts";
import { loadLearnerFile } from "./learner_file.ts";
import { writeAtomic } from "../proc/write_atomic.ts";

/**
 * Writes progress and edited lesson files into one file for another machine; `-` is stdout. Replaces an older export,
 * never another file.
 */
export async function exportLearner(session: Session, wanted: string | undefined): Promise<number> {
  const { io } = session;
  const bundle = await collectBundle(session);
  const now = new Date(io.now());
  const text = renderBundle(bundle, now);
  if (wanted === "-") return io.out(text), 0;
  const path = resolvePath(
    session.cwd,
    wanted ?? `ipc-course-${now.toISOString().slice(0, 10)}.json`,
  );
  const problem = await describeTarget(path);
  if (problem !== undefined) return io.err(`Cannot export to ${path}: ${problem}`), 2;
  try {
    await writeAtomic(path, text + "\n");
  } catch (error) {
    return io.err(`Cannot export to ${path}: ${error instanceof Error ? error.message : error}`), 2;
  }
  const solved = Object.values(bundle.progress.lessons).filter((one) => one.solvedAt !== undefined);
  io.out(
    `Written: ${path}, with ${count(solved.length, "solved lesson")} and ` +
      `${count(Object.keys(bundle.files).length, "lesson file")} of yours.`,
  );
  io.out("On the other machine: deno task learn import <this file>");
  return 0;
}

/** Resolves a path of the command line: `deno task` starts in the course's folder, wherever it was typed. */
export function resolvePath(cwd: string, path: string): string {
  return path.startsWith("/") ? path : `${cwd}/${path}`;
}

/** How many of what, in words. */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

async function collectBundle(session: Session): Promise<Bundle> {
  const files: Record<string, string> = {};
  for (const lesson of session.lessons) {
    const mine = await loadLearnerFile(session.root, lesson);
    if (mine.kind === "text" && mine.isEdited) files[lesson.slug] = mine.text;
  }
  return { progress: session.progress, files };
}

/** Why a path cannot be written to; undefined when it can. */
async function describeTarget(path: string): Promise<string | undefined> {
  const info = await Deno.stat(path).catch(() => undefined);
  if (info === undefined) {
    const folder = path.slice(0, path.lastIndexOf("/")) || "/";
    const isThere = await Deno.stat(folder).then(() => true, () => false);
    return isThere ? undefined : `there is no folder ${folder}`;
  }
  if (!info.isFile) return "it is not a regular file";
  const text = await Deno.readTextFile(path).catch(() => "");
  if (typeof parseBundle(text, {}) === "object") return undefined;
  return "it exists and is no export of this course; choose another name";
}

// Takes from a submission the files of the lessons and nothing else: no deno.json, no tests, no links.
import { createHash } from "node:crypto";
import type { Lesson } from "../../course/lesson.ts";
import { ALL_TOO_LARGE, MAX_NAMES, MAX_SUBMISSION_BYTES } from "./limits.ts";
import { quote } from "./locate.ts";
import type { Read, Source } from "./source.ts";

/** What became of one lesson's files. */
export type TakenLesson =
  /** Copied to this folder, `mod.ts` among them. */
  | { readonly dir: string }
  | { readonly problem: string };

export interface TakenSubmission {
  /** Over the names and contents that were taken, and what was refused. */
  readonly sha256: string;
  /** By the lesson's slug. */
  readonly lessons: ReadonlyMap<string, TakenLesson>;
}

const PLAIN_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*\.ts$/;

export const MISSING = "missing file";

/**
 * Copies the lessons' files of a submission to `target`, by way of memory: what is judged later is what was
 * looked at here. A lesson is looked for as `lessons/05_pipeline/`, `05_pipeline/` and `05_pipeline.ts`.
 */
export async function takeSubmission(
  source: Source,
  target: string,
  lessons: readonly Lesson[],
): Promise<TakenSubmission> {
  const hash = createHash("sha256");
  const taken = new Map<string, TakenLesson>();
  const room = { bytes: MAX_SUBMISSION_BYTES };
  for (const lesson of lessons) {
    const found = findLesson(source, lesson.folder, room);
    hash.update(`\0${lesson.folder}\0`);
    if ("problem" in found) {
      hash.update(found.problem);
      taken.set(lesson.slug, found);
      continue;
    }
    const dir = `${target}/${lesson.folder}`;
    await Deno.mkdir(dir, { recursive: true });
    for (const [name, bytes] of found.files) {
      hash.update(`\0${name}\0${bytes.length}\0`).update(bytes);
      await Deno.writeFile(`${dir}/${name}`, bytes, { createNew: true, mode: 0o444 });
    }
    taken.set(lesson.slug, { dir });
  }
  return { sha256: hash.digest("hex"), lessons: taken };
}

type Found =
  | { readonly files: ReadonlyMap<string, Uint8Array> }
  | { readonly problem: string };

function findLesson(source: Source, folder: string, room: { bytes: number }): Found {
  for (const path of [`lessons/${folder}`, folder]) {
    const listed = source.list(path);
    if (listed === "missing") continue;
    return "problem" in listed ? listed : readFolder(source, path, { names: listed.names, room });
  }
  const file = readOne(source, `${folder}.ts`, room);
  if (file === "missing") return { problem: MISSING };
  return "problem" in file ? file : { files: new Map([["mod.ts", file.bytes]]) };
}

function readFolder(
  source: Source,
  path: string,
  { names, room }: { names: readonly string[]; room: { bytes: number } },
): Found {
  if (names.length > MAX_NAMES) return { problem: `${path} holds more than ${MAX_NAMES} files` };
  const files = new Map<string, Uint8Array>();
  for (const name of names) {
    if (!name.endsWith(".ts") || name.startsWith("._")) continue; // macOS keeps attributes in ._mod.ts
    if (!PLAIN_NAME.test(name)) {
      return { problem: `${path} holds a file with a name that is not taken: ${quote(name)}` };
    }
    const file = readOne(source, `${path}/${name}`, room);
    if (file === "missing") continue;
    if ("problem" in file) return file;
    files.set(name, file.bytes);
  }
  if (!files.has("mod.ts")) return { problem: MISSING };
  return { files: new Map([...files].sort(([a], [b]) => a < b ? -1 : 1)) };
}

function readOne(source: Source, path: string, room: { bytes: number }): Read {
  const file = source.read(path);
  if (file === "missing" || "problem" in file) return file;
  room.bytes -= file.bytes.length;
  if (room.bytes < 0) return { problem: ALL_TOO_LARGE };
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(file.bytes);
  } catch {
    return { problem: `${path} is not text in UTF-8` };
  }
  return file;
}

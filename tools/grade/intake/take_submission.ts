// Takes from a submission the files of the lessons and nothing else: no deno.json, no tests, no links.
import { createHash } from "node:crypto";
import type { Lesson } from "../../course/lesson.ts";
import { cleanText } from "../clean_text.ts";
import { readRegularFile } from "./read_regular_file.ts";

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

const MAX_FILE_BYTES = 256 * 1024;
const MAX_SUBMISSION_BYTES = 2 * 1024 * 1024;
/** More names than this in a lesson's folder are no lesson. */
const MAX_NAMES = 200;
const PLAIN_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*\.ts$/;

export const MISSING = "missing file";

/**
 * Copies the lessons' files of the submission in `source` to `target`, by way of memory: what is judged later is what was
 * looked at here. A lesson is looked for as `lessons/05_pipeline/`, `05_pipeline/` and `05_pipeline.ts`.
 */
export async function takeSubmission(
  source: string,
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

function findLesson(source: string, folder: string, room: { bytes: number }): Found {
  for (const path of [`lessons/${folder}`, folder]) {
    const problem = checkFolder(source, path);
    if (problem === "missing") continue;
    return problem === undefined ? readFolder(source, path, room) : { problem };
  }
  const file = readOne(source, `${folder}.ts`, room);
  if (file === "missing") return { problem: MISSING };
  return "problem" in file ? file : { files: new Map([["mod.ts", file.bytes]]) };
}

/** Looks at every component of a path below `source`; says what is no folder. */
function checkFolder(source: string, path: string): string | undefined {
  const parts = path.split("/");
  for (let count = 1; count <= parts.length; count++) {
    const part = parts.slice(0, count).join("/");
    let info: Deno.FileInfo;
    try {
      info = Deno.lstatSync(`${source}/${part}`);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return "missing";
      return `${part} cannot be read`;
    }
    if (info.isSymlink) return `${part} is a symbolic link`;
    if (!info.isDirectory) return `${part} is not a folder`;
  }
  return undefined;
}

function readFolder(source: string, path: string, room: { bytes: number }): Found {
  const files = new Map<string, Uint8Array>();
  let nameCount = 0;
  for (const { name } of Deno.readDirSync(`${source}/${path}`)) {
    if (++nameCount > MAX_NAMES) return { problem: `${path} holds more than ${MAX_NAMES} files` };
    if (!name.endsWith(".ts")) continue;
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

function readOne(source: string, path: string, room: { bytes: number }) {
  const file = readRegularFile(`${source}/${path}`, MAX_FILE_BYTES);
  if (file === "missing") return file;
  if ("problem" in file) return { problem: `${path} ${file.problem}` };
  room.bytes -= file.bytes.length;
  if (room.bytes < 0) return { problem: "the submission is larger than 2 MB" };
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(file.bytes);
  } catch {
    return { problem: `${path} is not text in UTF-8` };
  }
  return file;
}

function quote(name: string): string {
  return JSON.stringify(cleanText(name, 80).text);
}

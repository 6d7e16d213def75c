import { CourseError } from "../course/lesson.ts";

/**
 * Writes the files of a new lesson so that it is there as a whole or not at all: first into a folder beside them, then
 * each piece is renamed into its place, the piece that makes it a lesson last. A failure undoes all of it.
 *
 * @param files text by path, relative to `root`
 * @param o.pieces the files and folders to rename, in this order; each is new
 * @param o.finish what belongs to it as well: when it fails, all is undone
 * @throws {CourseError} when something is in the way
 */
export async function placeFiles(
  root: string,
  files: ReadonlyMap<string, string>,
  o: { pieces: readonly string[]; finish: () => Promise<void> },
): Promise<void> {
  for (const piece of o.pieces) await checkFree(root, piece);
  const undo: (() => Promise<void>)[] = [];
  try {
    const dir = await Deno.makeTempDir({ dir: root, prefix: ".new-" });
    undo.push(() => Deno.remove(dir, { recursive: true }));
    for (const [path, text] of files) {
      await Deno.mkdir(parentOf(`${dir}/${path}`), { recursive: true });
      await Deno.writeTextFile(`${dir}/${path}`, text);
    }
    for (const piece of o.pieces) {
      await makeParents(root, piece, undo);
      await Deno.rename(`${dir}/${piece}`, `${root}/${piece}`);
      undo.push(() => Deno.remove(`${root}/${piece}`, { recursive: true }));
    }
    await o.finish();
    await Deno.remove(dir, { recursive: true });
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => {}); // undo the rest all the same
    throw error;
  }
}

async function checkFree(root: string, piece: string): Promise<void> {
  const info = await Deno.lstat(`${root}/${piece}`).catch(() => undefined);
  if (info === undefined) return;
  throw new CourseError(piece, "is there already, without its lesson; move it away first");
}

/** Makes the folders above a piece, one by one, so that a failure takes away only what is new. */
async function makeParents(
  root: string,
  piece: string,
  undo: (() => Promise<void>)[],
): Promise<void> {
  const names = piece.split("/").slice(0, -1);
  for (const [index] of names.entries()) {
    const path = `${root}/${names.slice(0, index + 1).join("/")}`;
    const isThere = await Deno.stat(path).then((it) => it.isDirectory, () => false);
    if (isThere) continue;
    await Deno.mkdir(path);
    undo.push(() => Deno.remove(path));
  }
}

function parentOf(path: string): string {
  return path.replace(/\/[^/]*$/, "");
}

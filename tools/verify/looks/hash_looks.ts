import { type Lesson, testFile } from "../../course/lesson.ts";
import { hashFiles, listFiles } from "../cache.ts";

/** Grows when looks are read in another way: then all files of looks are stale. */
const FORMAT = 2;

/** Hashes what decides how the wrong variants of a lesson fail; looks with another hash are stale. */
export async function hashLooks(root: string, lesson: Lesson): Promise<string> {
  const variants = await listFiles(root, [`tests/wrong/${lesson.folder}`]);
  const paths = [`${root}/${testFile(lesson)}`, ...variants];
  // relative names: the looks are about the course, wherever it lies
  const texts = await Promise.all(
    paths.map(async (path) => `${path.slice(root.length)}\0${await Deno.readTextFile(path)}`),
  );
  return (await hashFiles([], `${FORMAT}\0${texts.join("\0")}`)).slice(0, 16);
}

import type { Lesson } from "../../course/lesson.ts";
import { observedFile } from "../../course/lesson.ts";

const LINKS = ["lessons/lib", "tests/harness", "tests/fixtures", "tests/stubs", "tools/std"];

export interface OverlayOptions {
  /** The copy of the course that runs can read. */
  readonly course: string;
  /** Where the lesson's observed cases come from. */
  readonly root: string;
  readonly lesson: Lesson;
  /** Where the folder is made when one is needed. */
  readonly place: string;
}

/** Gives a folder like the course's whose observed cases are those of `root`: the copy itself where they are the same. */
export async function overlayCases(options: OverlayOptions): Promise<string> {
  const { course, root, lesson, place } = options;
  const file = observedFile(lesson);
  const wanted = await Deno.readTextFile(`${root}/${file}`);
  if (wanted === await Deno.readTextFile(`${course}/${file}`)) return course;
  for (const path of [...LINKS, file]) {
    await Deno.mkdir(`${place}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
  }
  for (const path of LINKS) await Deno.symlink(`${course}/${path}`, `${place}/${path}`);
  await Deno.copyFile(`${course}/deno.json`, `${place}/deno.json`); // a link would lead Deno to the course
  await Deno.writeTextFile(`${place}/${file}`, wanted);
  return place;
}

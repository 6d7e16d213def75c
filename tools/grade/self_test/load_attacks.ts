import { CourseError, type Lesson } from "../../course/lesson.ts";
import { parseHeader } from "../../course/load_variants.ts";
import type { VerdictStatus } from "../../course/verdict.ts";
import { type Level, LEVELS } from "../sandbox/probe.ts";

/** A program that tries to pass without solving its lesson, or to do harm. */
export interface Attack {
  readonly name: string;
  readonly path: string;
  readonly lesson: Lesson;
  /** How its lesson may end. */
  readonly expect: readonly VerdictStatus[];
  /** Words of the cause. */
  readonly says: string | undefined;
  /** The weakest level that promises to stop it. */
  readonly needs: Level;
}

/** Loads the attacks in `dir`, by name. @throws {CourseError} for an incomplete header */
export async function loadAttacks(dir: string, lessons: readonly Lesson[]): Promise<Attack[]> {
  const attacks: Attack[] = [];
  for (const { name } of Deno.readDirSync(dir)) {
    const path = `${dir}/${name}`;
    const header = parseHeader(await Deno.readTextFile(path));
    const lesson = lessons.find((one) => one.slug === header.get("lesson")?.[0]);
    const expect = header.get("expect")?.[0]?.split(" ") as VerdictStatus[] | undefined;
    if (lesson === undefined) {
      throw new CourseError(`${path}:1`, "needs a line: // @lesson pipeline");
    }
    if (expect === undefined) throw new CourseError(`${path}:2`, "needs a line: // @expect fail");
    attacks.push({
      name: name.replace(/\.ts$/, ""),
      path,
      lesson,
      expect,
      says: header.get("says")?.[0],
      needs: LEVELS.find((level) => level === header.get("needs")?.[0]) ?? "landlock",
    });
  }
  return attacks.sort((a, b) => a.name < b.name ? -1 : 1);
}

import { stripVTControlCharacters } from "node:util";
import type { ObservedLesson } from "../../../tests/harness/observed.ts";
import { toFileUrl } from "../../../tests/harness/paths.ts";
import { type Lesson, observedFile } from "../../course/lesson.ts";
import { listObservedIds } from "../policy/list_check_ids.ts";

const EXPORTS = ["cases", "observe", "judge"] as const;

/**
 * Loads one module of extra checks and makes its cases once: the ids of its checks, or what is wrong with it.
 *
 * @param place where it was copied to, in a folder like the course's
 */
export async function loadExtra(
  lesson: Lesson,
  { place, from }: { readonly place: string; readonly from: string },
): Promise<{ readonly ids: string[] } | { readonly problem: string }> {
  const url = toFileUrl(`${place}/${observedFile(lesson)}`).href;
  const refuse = (why: string) => ({
    // the copy is nobody's file
    problem: `Cannot use ${from} as extra checks: ` +
      stripVTControlCharacters(why).replaceAll(url, from).replaceAll(toFileUrl(place).href, "…"),
  });
  let module: Partial<ObservedLesson<unknown>>;
  try {
    module = await import(url);
  } catch (error) {
    return refuse(`it cannot be loaded: ${describe(error)}`);
  }
  const missing = EXPORTS.filter((name) => typeof module[name] !== "function");
  if (missing.length > 0) {
    return refuse(`it does not export ${missing.join("(), ")}(), see tests/harness/observed.ts`);
  }
  try {
    const ids = listObservedIds(lesson, module as ObservedLesson<unknown>, "extra"); // it has all
    return ids.length > 1 ? { ids } : refuse("its cases() makes none");
  } catch (error) {
    return refuse(`its cases() throws ${describe(error)}`);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

import { Random } from "../../../tests/harness/random.ts";
import type { ObservedLesson } from "../../../tests/harness/observed.ts";
import { toFileUrl } from "../../../tests/harness/paths.ts";
import { CourseError, type Lesson, observedFile, testFile } from "../../course/lesson.ts";

const TEST_NAME = /\bfact\(\s*["'`](T\d+) /g;

/**
 * Lists the ids of a lesson's checks, as reports call them: by reading its tests and making observed cases, without a run.
 *
 * @throws {CourseError} when its tests name none
 */
export async function listCheckIds(root: string, lesson: Lesson): Promise<string[]> {
  const text = await Deno.readTextFile(`${root}/${testFile(lesson)}`);
  const tests = Array.from(text.matchAll(TEST_NAME), ([, name]) => `${lesson.slug}/${name}`);
  if (tests.length === 0) throw new CourseError(testFile(lesson), "holds no fact() with a name");
  const url = toFileUrl(`${root}/${observedFile(lesson)}`).href;
  const observed: ObservedLesson<unknown> = await import(url);
  return [...listObservedIds(lesson, observed, "observed"), ...tests];
}

/** Lists the ids of observed checks, the one of how their process ends included. */
export function listObservedIds(
  { slug }: Lesson,
  observed: Pick<ObservedLesson<unknown>, "cases">,
  family: "observed" | "extra",
): string[] {
  const count = observed.cases(new Random(1)).length;
  const numbers = Array.from({ length: count }, (_, index) => `${slug}/${family}/${index + 1}`);
  return [...numbers, `${slug}/${family}/end`];
}

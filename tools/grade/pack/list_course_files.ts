import { walk } from "@std/fs";
import { type Lesson, observedFile, stubFile, testFile } from "../../course/lesson.ts";

/** Folders that grading needs, without what tests or attacks them. */
const FOLDERS = [
  "lessons/lib",
  "tests/fixtures",
  "tests/harness",
  "tools/course",
  "tools/grade",
  "tools/page",
  "tools/proc",
  "tools/std",
  "tools/term",
];
/** Below these: tests and their samples, attacks, recorded looks, and what makes packs; run_gradescope.ts goes along. */
const LEFT_OUT =
  /_test\.ts$|\/sample_\w+\.ts$|\/playwright\.ts$|^tools\/course\/(looks|hostile)\/|^tools\/grade\/(attacks|self_test)\/|^tools\/grade\/pack\/(?!run_gradescope\.ts$)/;

/**
 * Lists the files of the course that grading needs, and no other: no solution, no wrong or right variant, no answer of a
 * learner, no report.
 */
export async function listCourseFiles(
  root: string,
  lessons: readonly Lesson[],
): Promise<string[]> {
  const paths = ["deno.json", "tools/deno.lock"];
  for (const lesson of lessons) {
    paths.push(`lessons/${lesson.folder}/lesson.json`);
    paths.push(stubFile(lesson), testFile(lesson), observedFile(lesson));
  }
  for (const folder of FOLDERS) {
    for await (const { path } of walk(`${root}/${folder}`, { includeDirs: false })) {
      const own = path.slice(root.length + 1);
      if (!LEFT_OUT.test(own)) paths.push(own);
    }
  }
  return paths.sort();
}

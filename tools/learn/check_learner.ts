import { CourseError, type Lesson, lessonFile, testFile } from "../course/lesson.ts";
import { DENO_ENV } from "../proc/deno_env.ts";
import { runGroup } from "../proc/run_group.ts";

const CHECK_LIMIT_MS = 60_000;

/** What `deno check` says of the learner's file; undefined when it is content. The tests run without it. */
export async function checkTypes(
  root: string,
  lesson: Lesson,
  signal: AbortSignal,
): Promise<string | undefined> {
  const argv = [Deno.execPath(), "check", "--quiet", "--no-lock", lessonFile(lesson)] as const;
  const result = await runGroup([...argv], {
    cwd: root,
    env: DENO_ENV,
    wallMs: () => CHECK_LIMIT_MS,
    signal,
  });
  if (result.code === 0 || result.killed !== undefined) return undefined;
  const text = result.stderr.replace(/\n*error: Type checking failed\.[^]*$/, "");
  return text.replaceAll(`file://${root}/`, "").trim();
}

/** @throws {CourseError} when the lesson's tests are not there */
export async function checkTests(root: string, lesson: Lesson): Promise<void> {
  const file = testFile(lesson);
  const info = await Deno.lstat(`${root}/${file}`).catch(() => undefined);
  if (!info?.isFile) {
    throw new CourseError(file, `is missing; restore it with git checkout -- ${file}`);
  }
}

/** Why the learner's file cannot even be read; undefined when it can. A FIFO would be waited for. */
export async function describeUnreadable(
  root: string,
  lesson: Lesson,
): Promise<string | undefined> {
  const file = lessonFile(lesson);
  const info = await Deno.lstat(`${root}/${file}`).catch(() => undefined);
  if (info === undefined) return `${file} is missing`;
  if (!info.isFile) return `${file} is not a regular file`;
  return await Deno.readTextFile(`${root}/${file}`).then(
    () => undefined,
    (error) => `${error.message}`,
  );
}

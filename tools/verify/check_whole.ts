import {
  type Lesson,
  lessonFile,
  observedFile,
  solutionFile,
  stubFile,
  testFile,
} from "../course/lesson.ts";
import type { Problem } from "../course/problem.ts";

/** What `deno task new` leaves where something is still to be written. */
const MARK = /TODO\(author\):? ?(.*)/;
/** What anybody may leave; in a stub it speaks to the learner. */
const ANY_MARK = /\bTODO\b/;

/** How many variants a lesson needs of each kind, and what for. */
const VARIANTS = [
  { kind: "wrong", least: 1, why: "write a program that makes a typical mistake" },
  { kind: "right", least: 2, why: "write the solution in another correct style" },
] as const;

/** Checks that a lesson is whole: enough variants, and nothing marked as still to be written. */
export async function checkWhole(root: string, lesson: Lesson): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { kind, least, why } of VARIANTS) {
    const dir = `tests/${kind}/${lesson.folder}`;
    const count = (await listVariants(root, dir)).length;
    if (count >= least) continue;
    const what = count === 1 ? "1 program" : `${count} programs`;
    problems.push({
      place: dir,
      problem: `holds ${what}; at least ${least} ${least === 1 ? "is" : "are"} due: ${why}`,
    });
  }
  for (const file of await listFiles(root, lesson)) {
    const text = await Deno.readTextFile(`${root}/${file}`).catch(() => ""); // other gates miss it
    problems.push(...findMarks(file, text, { isStub: file === stubFile(lesson) }));
  }
  return [...problems, ...await checkLearners(root, lesson)];
}

/** Lists the files that `checkWhole()` looks at, as far as they are there, as absolute paths. */
export async function listWhole(root: string, lesson: Lesson): Promise<string[]> {
  const files = [...await listFiles(root, lesson), lessonFile(lesson)];
  const isThere = async (file: string) =>
    await Deno.stat(`${root}/${file}`).then((it) => it.isFile, () => false);
  const there = await Promise.all(files.map(isThere));
  return files.filter((_, index) => there[index]).map((file) => `${root}/${file}`);
}

/** Finds what is marked as still to be written. */
export function findMarks(
  path: string,
  text: string,
  { isStub }: { isStub: boolean },
): Problem[] {
  return text.split("\n").flatMap((line, index) => {
    const place = `${path}:${index + 1}`;
    const mark = MARK.exec(line);
    if (mark !== null) return [{ place, problem: describeMark(mark[1] ?? "") }];
    if (isStub || !ANY_MARK.test(line)) return [];
    return [{ place, problem: "a TODO is left; do it, or take the word away" }];
  });
}

function describeMark(rest: string): string {
  // what follows belongs to the language around the mark: a table cell, a string, a comment
  const task = rest.replace(/ *\|.*$| *--\S+-->.*$| *\*\/$|["']?[,;)]*$/g, "").trim();
  return `still to be written: ${task === "" ? "put your own words here" : task}`;
}

/** The learner's file of a new lesson is a copy of the stub as it was; nobody is to begin with that. */
async function checkLearners(root: string, lesson: Lesson): Promise<Problem[]> {
  const text = await Deno.readTextFile(`${root}/${lessonFile(lesson)}`).catch(() => "");
  const index = text.split("\n").findIndex((line) => MARK.test(line));
  if (index < 0) return [];
  const problem = `is still what deno task new wrote; when ${stubFile(lesson)} is done, ` +
    `deno task learn reset ${lesson.slug} --yes copies it here`;
  return [{ place: `${lessonFile(lesson)}:${index + 1}`, problem }];
}

async function listFiles(root: string, lesson: Lesson): Promise<string[]> {
  const pages = ["README.md", "hints.md", "cheatsheet.md", "lesson.json"];
  return [ // in the order in which they are best written
    ...[stubFile, testFile, solutionFile].map((of) => of(lesson)),
    ...await listVariants(root, `tests/wrong/${lesson.folder}`),
    ...await listVariants(root, `tests/right/${lesson.folder}`),
    observedFile(lesson),
    ...pages.map((name) => `lessons/${lesson.folder}/${name}`),
  ];
}

async function listVariants(root: string, dir: string): Promise<string[]> {
  const names = await Array.fromAsync(Deno.readDir(`${root}/${dir}`), (entry) => entry.name).catch(
    () => [],
  );
  return names.filter((name) => name.endsWith(".ts")).sort().map((name) => `${dir}/${name}`);
}

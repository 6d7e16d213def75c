import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { findLesson, suggest } from "../course/find_lesson.ts";
import { CourseError, type Lesson } from "../course/lesson.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { describeCourse, openCourse, readStartDir } from "../course/open_course.ts";
import { type Io, openIo } from "../term/io.ts";
import { showHint } from "./hint.ts";
import { showList } from "./list.ts";
import { loadProgress, type Progress, progressOf, saveProgress } from "./progress.ts";
import { resetLesson } from "./reset.ts";
import { showLesson } from "./show.ts";

const HELP =
  `Runs the course: the tests of the lesson where you stand, the first failure in full, and what to do next.

usage: deno task learn [list | run <lesson> | hint [<lesson>] | reset <lesson>] [options]

  list             all lessons, and which are solved
  run <lesson>     this lesson instead of the first unsolved one
  hint [<lesson>]  the next of three hints, or the one of --tier N
  reset <lesson>   back to the untouched stub; your file is kept as a dated copy
  --yes            reset without asking
  --tier N         show this hint, 1 to 3
  --no-check       do not ask the compiler as well
  --json           list as JSON
  --course DIR     your own lessons, see README.md
  --help

A lesson is named by slug, number or the beginning of its slug: pipeline, 5, pipe.

examples: deno task learn
          deno task learn hint pipeline

exit codes: 0 passed, 1 not solved yet, 2 wrong usage, 3 the course is damaged, 130 interrupted`;

const COMMANDS = ["list", "run", "hint", "reset"] as const;
type CommandName = typeof COMMANDS[number];

/** What every subcommand works with. */
export interface Session {
  readonly io: Io;
  readonly root: string;
  readonly lessons: readonly Lesson[];
  readonly progress: Progress;
  readonly save: (progress: Progress) => Promise<void>;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  readonly flags: {
    /** Whether the compiler is asked as well. */
    readonly check: boolean;
    readonly yes: boolean;
    readonly json: boolean;
    readonly tier: number | undefined;
  };
}

/** Runs `learn` with the real edge; returns the exit code. */
export async function runLearn(args: string[]): Promise<number> {
  const abort = new AbortController();
  let code = 130;
  Deno.addSignalListener("SIGINT", () => abort.abort());
  Deno.addSignalListener("SIGTERM", () => {
    code = 143;
    abort.abort();
  });
  const root = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
  const result = await learn(args, { io: openIo(), root, signal: abort.signal });
  return abort.signal.aborted ? code : result;
}

/** Runs `learn` on a course folder; everything it touches is an argument. */
export async function learn(
  args: string[],
  edge: { io: Io; root: string; signal: AbortSignal },
): Promise<number> {
  const { io } = edge;
  let unknown: string | undefined;
  const flags = parseArgs(args, {
    boolean: ["help", "yes", "json", "no-check"],
    string: ["tier", "course", "_"],
    unknown: (arg, key) => {
      if (key !== undefined) unknown ??= arg;
      return key === undefined;
    },
  });
  if (flags.help) return io.out(HELP), 0;
  if (unknown !== undefined) return usage(io, `There is no option ${unknown}`);
  const tier = flags.tier === undefined ? undefined : Number(flags.tier);
  if (tier !== undefined && ![1, 2, 3].includes(tier)) return usage(io, "--tier takes 1, 2 or 3");
  const [name, ...rest] = flags._.map(String);
  try {
    const opened = await openCourse(edge.root, flags.course, readStartDir());
    if ("problem" in opened) return usage(io, opened.problem);
    const { root } = opened;
    const where = describeCourse(edge.root, root);
    if (where !== undefined) io.err(where);
    const path = `${root}/.ipc/progress.json`;
    const lessons = await loadLessons(root);
    if (lessons.length === 0) throw new CourseError("lessons/", "holds no lesson");
    const { progress, notice } = await loadProgress(path);
    if (notice !== undefined) io.err(notice);
    const save = (changed: Progress) => saveProgress(path, changed);
    const options = {
      yes: flags.yes === true,
      json: flags.json === true,
      tier,
      check: flags["no-check"] !== true,
    };
    const session = { ...edge, root, lessons, progress, save, flags: options };
    return await dispatch(session, name, rest);
  } catch (error) {
    if (error instanceof CourseError) io.err(`The course is damaged: ${error.message}`);
    else io.err(error instanceof Error ? error.message : String(error));
    return error instanceof CourseError ? 3 : 70;
  }
}

async function dispatch(
  session: Session,
  name: string | undefined,
  rest: readonly string[],
): Promise<number> {
  if (name !== undefined && !isCommand(name)) return unknownCommand(session, name);
  const [wanted, extra] = rest;
  if (extra !== undefined) return usage(session.io, `One lesson at a time; what is "${extra}"?`);
  if (name === "list") {
    return wanted === undefined ? showList(session) : usage(session.io, "list takes no lesson");
  }
  const lesson = chooseLesson(session, name, wanted);
  if (typeof lesson === "string") return usage(session.io, lesson);
  switch (name) {
    case undefined:
    case "run":
      return await showLesson(session, lesson);
    case "hint":
      return await showHint(session, lesson);
    case "reset":
      return await resetLesson(session, lesson);
  }
}

/** The lesson that was named, or the one where the learner stands; a sentence when there is none. */
function chooseLesson(
  session: Session,
  name: CommandName | undefined,
  wanted: string | undefined,
): Lesson | string {
  if (wanted !== undefined) {
    const found = findLesson(session.lessons, wanted);
    return "problem" in found ? found.problem : found.lesson;
  }
  if (name === "run" || name === "reset") return `${name} needs a lesson`;
  return currentLesson(session) ?? session.lessons.at(-1) ?? "this course has no lessons";
}

/** The first lesson that is not solved yet. */
export function currentLesson(session: Pick<Session, "lessons" | "progress">): Lesson | undefined {
  return session.lessons.find((lesson) =>
    progressOf(session.progress, lesson.slug).solvedAt === undefined
  );
}

function isCommand(name: string): name is CommandName {
  return COMMANDS.some((command) => command === name);
}

function unknownCommand(session: Session, name: string): number {
  const found = findLesson(session.lessons, name);
  if ("lesson" in found) {
    return usage(session.io, `"${name}" is a lesson: deno task learn run ${found.lesson.slug}`);
  }
  const near = suggest(name, COMMANDS);
  return usage(
    session.io,
    `There is no command "${name}"${near === undefined ? "" : `; did you mean ${near}?`}`,
  );
}

function usage(io: Io, message: string): number {
  io.err(`${message}\nSee deno task learn --help`);
  return 2;
}

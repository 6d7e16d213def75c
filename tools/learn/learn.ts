import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { findLesson, suggest } from "../course/find_lesson.ts";
import { CourseError, type Lesson } from "../course/lesson.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { describeCourse, openCourse, readStartDir } from "../course/open_course.ts";
import { type Io, openIo } from "../term/io.ts";
import { showCompare } from "./compare.ts";
import { COURSE_COMMANDS, isCourseCommand, runCourseCommand } from "./course_commands.ts";
import { HELP, usage } from "./help.ts";
import { showHint } from "./hint.ts";
import type { ListFilter } from "./list.ts";
import { loadProgress, type Progress, progressOf, saveProgress } from "./progress.ts";
import { loadRenames, type Renames } from "./renames.ts";
import { resetLesson } from "./reset.ts";
import { showLesson } from "./show.ts";
import { undoLesson } from "./undo.ts";
import { watchCourse } from "./watch/watch.ts";
import { showWhy } from "./why.ts";

/** Commands about one lesson. */
const LESSON_COMMANDS = ["run", "hint", "why", "compare", "reset", "undo"] as const;
const COMMANDS = [...COURSE_COMMANDS, ...LESSON_COMMANDS];
type LessonCommand = typeof LESSON_COMMANDS[number];

/** What every subcommand works with. */
export interface Session {
  readonly io: Io;
  readonly root: string;
  readonly lessons: readonly Lesson[];
  readonly progress: Progress;
  readonly renames: Renames;
  /** Where the command was typed: paths on the command line are relative to it. */
  readonly cwd: string;
  readonly save: (progress: Progress) => Promise<void>;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  readonly flags: {
    /** Whether the compiler is asked as well. */
    readonly check: boolean;
    readonly yes: boolean;
    readonly json: boolean;
    readonly tier: number | undefined;
    /** Which lessons to list. */
    readonly filter: ListFilter;
    /** Which other way to compare with. */
    readonly with: string | undefined;
    /** Whether to run once also on a terminal. */
    readonly once: boolean;
    /** Whether nothing may be redrawn: lines are only added. */
    readonly plain: boolean;
    /** Whether a green lesson gives way to the next one. */
    readonly autoNext: boolean;
  };
}

/** Runs `learn` with the real edge; returns the exit code. */
export async function runLearn(args: string[]): Promise<number> {
  const abort = new AbortController();
  let code = 130;
  Deno.addSignalListener("SIGINT", () => abort.abort());
  for (const [signal, ending] of [["SIGTERM", 143], ["SIGHUP", 129]] as const) {
    Deno.addSignalListener(signal, () => {
      code = ending;
      abort.abort();
    });
  }
  const root = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
  const result = await learn(args, { io: openIo(), root, signal: abort.signal });
  return abort.signal.aborted ? code : result;
}

/** Runs `learn` on a course folder; everything it touches is an argument. */
export async function learn(
  args: string[],
  edge: { io: Io; root: string; signal: AbortSignal },
): Promise<number> {
  let unknown: string | undefined;
  const flags = parseArgs(args, {
    boolean: ["help", "yes", "json", "no-check", "open", "solved", "once", "auto-next", "plain"],
    string: ["tier", "course", "with", "search", "_"],
    unknown: (arg, key) => {
      if (key !== undefined) unknown ??= arg;
      return key === undefined;
    },
  });
  if (flags.help) return edge.io.out(HELP), 0;
  if (unknown !== undefined) return usage(edge.io, `There is no option ${unknown}`);
  const tier = flags.tier === undefined ? undefined : Number(flags.tier);
  if (tier !== undefined && ![1, 2, 3].includes(tier)) {
    return usage(edge.io, "--tier takes 1, 2 or 3");
  }
  if (flags.open && flags.solved) return usage(edge.io, "--open and --solved exclude each other");
  const [name, ...rest] = flags._.map(String);
  try {
    const cwd = readStartDir();
    const opened = await openCourse(edge.root, flags.course, cwd);
    if ("problem" in opened) return usage(edge.io, opened.problem);
    const { root } = opened;
    const where = describeCourse(edge.root, root);
    if (where !== undefined) edge.io.err(where);
    const path = `${root}/.ipc/progress.json`;
    const lessons = await loadLessons(root);
    if (lessons.length === 0) throw new CourseError("lessons/", "holds no lesson");
    const renames = await loadRenames(root);
    const { progress, notice } = await loadProgress(path, renames);
    if (notice !== undefined) edge.io.err(notice);
    const save = (changed: Progress) => saveProgress(path, changed, renames);
    const options = {
      yes: flags.yes === true,
      json: flags.json === true,
      tier,
      check: flags["no-check"] !== true,
      filter: readFilter(flags),
      with: flags.with,
      once: flags.once === true,
      plain: flags.plain === true || Deno.env.get("TERM") === "dumb",
      autoNext: flags["auto-next"] === true,
    };
    const io = options.plain ? { ...edge.io, color: false } : edge.io;
    const session = { ...edge, io, root, cwd, lessons, progress, renames, save, flags: options };
    return await dispatch(session, name, rest);
  } catch (error) {
    if (error instanceof CourseError) edge.io.err(`The course is damaged: ${error.message}`);
    else edge.io.err(error instanceof Error ? error.message : String(error));
    return error instanceof CourseError ? 3 : 70;
  }
}

function readFilter(flags: Record<string, unknown>): ListFilter {
  return {
    ...(flags.open ? { state: "open" } : flags.solved ? { state: "solved" } : {}),
    ...(typeof flags.search === "string" ? { search: flags.search } : {}),
  };
}

async function dispatch(
  session: Session,
  name: string | undefined,
  rest: readonly string[],
): Promise<number> {
  const [wanted, extra] = rest;
  if (isCourseCommand(name)) return await runCourseCommand(session, name, rest);
  if (name !== undefined && !isLessonCommand(name)) return unknownCommand(session, name);
  if (extra !== undefined) return usage(session.io, `One lesson at a time; what is "${extra}"?`);
  if (name === "undo" && wanted === undefined) return await undoLesson(session, undefined);
  const lesson = chooseLesson(session, name, wanted);
  if (typeof lesson === "string") return usage(session.io, lesson);
  switch (name) {
    case undefined:
    case "run":
      return session.flags.once || !canWatch(session.io)
        ? await showLesson(session, lesson)
        : await watchCourse(session, lesson, { isAutoNext: session.flags.autoNext });
    case "hint":
      return await showHint(session, lesson);
    case "why":
      return await showWhy(session, lesson);
    case "compare":
      return await showCompare(session, lesson);
    case "reset":
      return await resetLesson(session, lesson);
    case "undo":
      return await undoLesson(session, lesson);
  }
}

/** Keys come from a terminal and what is shown goes to one. */
function canWatch({ isTerminal }: Io): boolean {
  return isTerminal && Deno.stdin.isTerminal();
}

/** The lesson that was named, or the one where the learner stands; a sentence when there is none. */
function chooseLesson(
  session: Session,
  name: LessonCommand | undefined,
  wanted: string | undefined,
): Lesson | string {
  if (wanted !== undefined) {
    const found = findLesson(session.lessons, wanted);
    return "problem" in found ? found.problem : found.lesson;
  }
  if (name === "run" || name === "reset") return `${name} needs a lesson`;
  const last = name === "why" || name === "compare" ? lastTriedLesson(session) : undefined;
  return last ?? currentLesson(session) ?? session.lessons.at(-1) ?? "this course has no lessons";
}

/** The lesson whose tests ran last: a lesson that has just become green is no longer the current one. */
function lastTriedLesson(session: Session): Lesson | undefined {
  const dateOf = (lesson: Lesson) => progressOf(session.progress, lesson.slug).lastTriedAt ?? "";
  const tried = session.lessons.filter((lesson) => dateOf(lesson) !== "");
  return tried.sort((a, b) => dateOf(a) < dateOf(b) ? 1 : -1)[0];
}

/** The first lesson that is not solved yet. */
export function currentLesson(session: Pick<Session, "lessons" | "progress">): Lesson | undefined {
  return session.lessons.find((lesson) =>
    progressOf(session.progress, lesson.slug).solvedAt === undefined
  );
}

function isLessonCommand(name: string | undefined): name is LessonCommand {
  return LESSON_COMMANDS.some((command) => command === name);
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

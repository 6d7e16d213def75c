// `deno task new`: begins a lesson. What is still to be written carries a mark that verify lists.
import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { CourseError, type Lesson } from "../course/lesson.ts";
import { describeCourse, readStartDir } from "../course/open_course.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { type Io, openIo } from "../term/io.ts";
import { beginLesson } from "./begin_lesson.ts";
import { type Draft, planDraft } from "./draft.ts";
import { renderFiles } from "./render_files.ts";

const HELP =
  `Begins a lesson: all its files, valid and failing, with marks that say what to write where.
deno task verify <slug> lists what is still missing, until the lesson is whole.

usage: deno task new <slug> [options]

  --number N    its place in the course (default: after the last lesson)
  --title TEXT  its title (default: the slug as words)
  --course DIR  in your own folder of lessons, which is made if it is not there
  --help

examples: deno task new tiny-echo
          deno task new tiny-echo --number 26 --title "A tiny echo" --course ../my-lessons

exit codes: 0 begun, 2 wrong usage or something in the way (nothing is written), 3 the course is damaged`;

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");

/** Runs the command; returns its exit code. */
export async function main(args: string[], io: Io): Promise<number> {
  let unknown: string | undefined;
  const flags = parseArgs(args, {
    boolean: ["help"],
    string: ["number", "title", "course", "_"],
    unknown: (arg, key) => {
      if (key !== undefined) unknown ??= arg;
      return key === undefined;
    },
  });
  if (flags.help) return io.out(HELP), 0;
  if (unknown !== undefined) return usage(io, `There is no option ${unknown}`);
  const [slug, extra] = flags._.map(String);
  if (slug === undefined) return usage(io, "A new lesson needs a slug, as in: new tiny-echo");
  if (extra !== undefined) return usage(io, `One lesson at a time; what is "${extra}"?`);
  if (flags.course === "") return usage(io, "--course takes a folder");
  if (flags.number !== undefined && !/^\d+$/.test(flags.number)) {
    return usage(io, `--number takes a whole number, not "${flags.number}"`);
  }
  const root = resolveCourse(flags.course);
  try {
    const draft = planDraft(await loadIfThere(root), slug, {
      ...(flags.number === undefined ? {} : { number: Number(flags.number) }),
      ...(flags.title === undefined ? {} : { title: flags.title }),
    });
    if (typeof draft === "string") return usage(io, draft);
    return await begin(io, root, draft);
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    io.err(`The course is damaged: ${error.message}`);
    return 3;
  }
}

async function begin(io: Io, root: string, draft: Draft): Promise<number> {
  try {
    await beginLesson(ROOT, root, draft);
  } catch (error) {
    io.err(`Cannot begin the lesson in ${root}: ${error instanceof Error ? error.message : error}`);
    io.err("Nothing was written.");
    return 2;
  }
  const where = describeCourse(ROOT, root);
  if (where !== undefined) io.err(where);
  io.out(`Lesson ${draft.folder} is begun:\n`);
  for (const path of renderFiles(draft).keys()) io.out(`  ${path}`);
  io.out(`\ndeno task verify ${draft.slug} says what is still to be written.`);
  io.out(
    "Begin with the stub and the first test; the course's CONTRIBUTING.md says what each file holds.",
  );
  return 0;
}

/** The lessons that a folder holds already; it need not be there yet. */
async function loadIfThere(root: string): Promise<Lesson[]> {
  const isThere = await Deno.lstat(`${root}/lessons`).then(() => true, () => false);
  return isThere ? await loadLessons(root) : [];
}

/** The folder of `--course`, which need not be there yet. */
function resolveCourse(given: string | undefined): string {
  if (given === undefined) return ROOT;
  const path = given.startsWith("/") ? given : `${readStartDir()}/${given}`;
  return path.replace(/(.)\/+$/, "$1");
}

function usage(io: Io, message: string): number {
  io.err(`${message}\nSee deno task new --help`);
  return 2;
}

if (import.meta.main) Deno.exit(await main(Deno.args, openIo()));

// `deno task sheet`: one lesson's cheat sheet on the terminal.
import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { findLesson } from "../course/find_lesson.ts";
import { CourseError, type Lesson } from "../course/lesson.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { openCourse, readStartDir } from "../course/open_course.ts";
import { type Io, openIo } from "../term/io.ts";
import { makeStyles } from "../term/style.ts";
import { renderTable } from "../term/table.ts";
import { truncate } from "../term/wrap.ts";
import { checkSheetFlags, type SheetFlags } from "./check_sheet_flags.ts";
import { drawFlowsSvg } from "./draw_flow_svg.ts";
import type { FlowTheme } from "./flow_css.ts";
import { loadSheet } from "./load_sheet.ts";
import { withOverview } from "./overview.ts";
import { printApart } from "./print/print_apart.ts";
import { renderMarkdown } from "./render_markdown.ts";
import { renderTerminal } from "./render_terminal.ts";
import { resolvePlace } from "./resolve_place.ts";
import type { Sheet } from "./sheet.ts";
import { loadStateIfThere } from "./telegram/posts_state.ts";
import { makeTelegramLink } from "./telegram/readme_links.ts";

const HELP = `Shows a lesson's cheat sheet: one page to keep. Without a lesson, lists them all.

usage: deno task sheet [lesson] [options]

  lesson        slug, number, folder, or the beginning of a slug; overview: of all mechanisms
  --plain       no colour, no boxes, no columns: for screen readers
  --width N     columns, 20 to 1000 (default: your terminal's)
  --md          as Markdown that stands on its own
  --svg         the picture alone, as SVG
  --pdf FILE    one page of A4; needs Chromium, as does --png
  --png FILE    as a picture for a chat, 1280 pixels wide
  --all         with --pdf DIR or --png DIR: every sheet, each in a file of its name
  --theme NAME  of SVG and PNG: auto (default: as the reader's, in a PNG light), light or dark
  --course DIR  of your own folder of lessons
  --help

examples: deno task sheet pipeline
          deno task sheet --all --pdf sheets
          IPC_CHROMIUM=/opt/chrome/chrome deno task sheet 5 --png pipeline.png

exit codes: 0 shown, 2 wrong usage or no Chromium, 3 the course is damaged`;

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");

/** Runs the command; returns its exit code. `browser` is where the user says that Chromium is. */
export async function main(args: string[], io: Io, browser?: string): Promise<number> {
  let unknown: string | undefined;
  const parsed = parseArgs(args, {
    boolean: ["help", "plain", "md", "svg", "all"],
    string: ["width", "theme", "course", "pdf", "png", "_"],
    unknown: (arg, key) => {
      if (key !== undefined) unknown ??= arg;
      return key === undefined;
    },
  });
  if (parsed.help) return io.out(HELP), 0;
  if (unknown !== undefined) return usage(io, `There is no option ${unknown}`);
  const names = parsed._.map(String);
  const { plain, md, svg, all, pdf, png, theme, width } = parsed;
  const flags: SheetFlags = { plain, md, svg, all, pdf, png, theme, width };
  const problem = checkSheetFlags(flags, names);
  if (problem !== undefined) return usage(io, problem);
  try {
    const opened = await openCourse(ROOT, parsed.course, readStartDir());
    if ("problem" in opened) return usage(io, opened.problem);
    const { root } = opened;
    const lessons = await withOverview(root, await loadLessons(root));
    const found = findLessons(lessons, names[0]);
    if ("problem" in found) return usage(io, found.problem);
    const request = { root, lessons: found.lessons, flags };
    if ((flags.pdf ?? flags.png) !== undefined) return await print(io, request, browser);
    return await (names.length === 0 ? listSheets : showSheet)(io, request);
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    io.err(`The course is damaged: ${error.message}`);
    return 3;
  }
}

interface Request {
  readonly root: string;
  readonly lessons: readonly Lesson[];
  readonly flags: SheetFlags;
}

/** The lesson of that name, or all of them without one. */
function findLessons(
  lessons: readonly Lesson[],
  name: string | undefined,
): { readonly lessons: readonly Lesson[] } | { readonly problem: string } {
  if (name === undefined) return { lessons };
  const found = findLesson(lessons, name);
  return "problem" in found ? found : { lessons: [found.lesson] };
}

async function print(
  io: Io,
  { root, lessons, flags }: Request,
  browser: string | undefined,
): Promise<number> {
  return await printApart(io, {
    root,
    lessons,
    form: flags.pdf === undefined ? "png" : "pdf",
    to: resolvePlace(flags.pdf ?? flags.png ?? "", readStartDir()),
    isAll: flags.all,
    theme: flags.theme === "dark" ? "dark" : "light",
    browser,
  });
}

async function listSheets(io: Io, { root, lessons }: Request): Promise<number> {
  const rows = await Promise.all(lessons.map(async (lesson) => {
    const { front } = await loadSheet(root, lesson);
    return [String(lesson.number).padStart(2, "0"), lesson.slug, front.summary];
  }));
  const lines = renderTable(rows).split("\n");
  for (const line of lines) io.out(io.isTerminal ? truncate(line, io.columns) : line);
  io.err("\ndeno task sheet <slug or number> shows one.");
  return 0;
}

async function showSheet(io: Io, { root, lessons, flags }: Request): Promise<number> {
  for (const lesson of lessons) {
    const sheet = await loadSheet(root, lesson);
    io.out(renderSheet(io, sheet, flags));
    if (!io.isTerminal || flags.svg || flags.md) continue;
    const { text, url } = makeTelegramLink(lesson, await loadStateIfThere(root));
    io.err(`
${text}: ${url}`); // never wrapped: a terminal makes a link of it
  }
  return 0;
}

function renderSheet(io: Io, sheet: Sheet, { svg, md, plain, width, theme }: SheetFlags): string {
  if (svg) return drawFlowsSvg(sheet.flows, { theme: toTheme(theme) });
  if (md) return renderMarkdown(sheet).trimEnd();
  const columns = width === undefined ? io.columns : Number(width);
  const styles = makeStyles(io.color && !plain);
  return renderTerminal(sheet, { columns, isPlain: plain, styles });
}

function toTheme(name: string | undefined): FlowTheme {
  return name === "light" || name === "dark" ? name : "auto";
}

function usage(io: Io, message: string): number {
  io.err(`${message}\nSee deno task sheet --help`);
  return 2;
}

if (import.meta.main) {
  Deno.exit(await main(Deno.args, openIo(), Deno.env.get("IPC_CHROMIUM")));
}

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
import { drawFlowsSvg } from "./draw_flow_svg.ts";
import type { FlowTheme } from "./flow_css.ts";
import { loadSheet } from "./load_sheet.ts";
import { renderMarkdown } from "./render_markdown.ts";
import { renderTerminal } from "./render_terminal.ts";
import { loadStateIfThere } from "./telegram/posts_state.ts";
import { makeTelegramLink } from "./telegram/readme_links.ts";

const HELP = `Shows a lesson's cheat sheet: one page to keep. Without a lesson, lists them all.

usage: deno task sheet [lesson] [options]

  lesson        slug, number, folder, or the beginning of a slug
  --plain       no colour, no boxes, no columns: for screen readers
  --width N     columns, 20 to 1000 (default: your terminal's)
  --md          as Markdown that stands on its own
  --svg         the picture alone, as SVG
  --theme NAME  of the SVG: auto (default, follows the reader), light or dark
  --course DIR  of your own folder of lessons
  --help

examples: deno task sheet pipeline
          deno task sheet 5 --svg > pipeline.svg

exit codes: 0 shown, 2 wrong usage, 3 the course is damaged`;

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");

const THEMES = ["auto", "light", "dark"] as const;

interface Flags {
  readonly plain: boolean;
  readonly md: boolean;
  readonly svg: boolean;
  readonly theme: FlowTheme;
  readonly width?: string | undefined;
}

/** Runs the command; returns its exit code. */
export async function main(args: string[], io: Io): Promise<number> {
  let unknown: string | undefined;
  const flags = parseArgs(args, {
    boolean: ["help", "plain", "md", "svg"],
    string: ["width", "theme", "course", "_"],
    unknown: (arg, key) => {
      if (key !== undefined) unknown ??= arg;
      return key === undefined;
    },
  });
  if (flags.help) return io.out(HELP), 0;
  if (unknown !== undefined) return usage(io, `There is no option ${unknown}`);
  const [name, extra] = flags._.map(String);
  if (extra !== undefined) return usage(io, `One sheet at a time; what is "${extra}"?`);
  if (flags.md && flags.svg) return usage(io, "Either --md or --svg: a sheet is shown in one form");
  if (flags.width !== undefined && !isWidth(flags.width)) {
    return usage(io, `--width takes a whole number from 20 to 1000, not "${flags.width}"`);
  }
  const theme = THEMES.find((one) => one === (flags.theme ?? "auto"));
  if (theme === undefined) return usage(io, `--theme is auto, light or dark, not "${flags.theme}"`);
  try {
    const opened = await openCourse(ROOT, flags.course, readStartDir());
    if ("problem" in opened) return usage(io, opened.problem);
    const lessons = await loadLessons(opened.root);
    if (name === undefined) return await listSheets(io, opened.root, lessons);
    const found = findLesson(lessons, name);
    if ("problem" in found) return usage(io, found.problem);
    const { plain, md, svg, width } = flags;
    return await showSheet(io, opened.root, {
      lesson: found.lesson,
      flags: { plain, md, svg, width, theme },
    });
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    io.err(`The course is damaged: ${error.message}`);
    return 3;
  }
}

async function listSheets(io: Io, root: string, lessons: readonly Lesson[]): Promise<number> {
  const rows = await Promise.all(lessons.map(async (lesson) => {
    const { front } = await loadSheet(root, lesson);
    return [String(lesson.number).padStart(2, "0"), lesson.slug, front.summary];
  }));
  const lines = renderTable(rows).split("\n");
  for (const line of lines) io.out(io.isTerminal ? truncate(line, io.columns) : line);
  io.err("\ndeno task sheet <slug or number> shows one.");
  return 0;
}

async function showSheet(
  io: Io,
  root: string,
  { lesson, flags }: { lesson: Lesson; flags: Flags },
): Promise<number> {
  const sheet = await loadSheet(root, lesson);
  if (flags.svg) return io.out(drawFlowsSvg(sheet.flows, { theme: flags.theme })), 0;
  if (flags.md) return io.out(renderMarkdown(sheet).trimEnd()), 0;
  const columns = flags.width === undefined ? io.columns : Number(flags.width);
  const styles = makeStyles(io.color && !flags.plain);
  io.out(renderTerminal(sheet, { columns, isPlain: flags.plain, styles }));
  if (!io.isTerminal) return 0;
  const { text, url } = makeTelegramLink(lesson, await loadStateIfThere(root));
  io.err(`\n${text}: ${url}`); // never wrapped: a terminal makes a link of it
  return 0;
}

function isWidth(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) >= 20 && Number(text) <= 1000;
}

function usage(io: Io, message: string): number {
  io.err(`${message}\nSee deno task sheet --help`);
  return 2;
}

if (import.meta.main) Deno.exit(await main(Deno.args, openIo()));

// `deno task telegram preview`: what a channel would show. The task has no permission to use the network.
import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { selectLessons } from "../course/find_lesson.ts";
import { CourseError, type Lesson } from "../course/lesson.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { readStartDir } from "../course/open_course.ts";
import { type Io, openIo } from "../term/io.ts";
import { loadSheet } from "./load_sheet.ts";
import { type NamedPost, renderChatPage } from "./telegram/render_chat_page.ts";
import { type PostButton, renderPost } from "./telegram/render_post.ts";
import { MAX_UNITS } from "./telegram/split_parts.ts";

const HELP = `Shows cheat sheets as posts of a telegram channel, checked by telegram's own rules.
Nothing is sent: this task may not use the network.

usage: deno task telegram preview <lesson…> [options]

  lesson        slug, number, folder, or the beginning of a slug
  --all         all lessons: the counts alone
  --base URL    where the course can be read: links and buttons lead below it
  --out FILE    the page that looks like the chat (default: .ipc/telegram_preview.html)
  --help

examples: deno task telegram preview pipeline
          deno task telegram preview --all --base https://example.org/course/

exit codes: 0 shown, 2 wrong usage, 3 the course is damaged, or a sheet cannot be sent`;

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const PAGE = ".ipc/telegram_preview.html";

interface PreviewOptions {
  readonly base: string | undefined;
  readonly out: string | undefined;
  /** Whether the posts themselves are printed, or their counts alone. */
  readonly isWhole: boolean;
}

/** Runs the command; returns its exit code. */
export async function main(args: string[], io: Io): Promise<number> {
  let unknown: string | undefined;
  const flags = parseArgs(args, {
    boolean: ["help", "all"],
    string: ["base", "out", "_"],
    unknown: (arg, key) => {
      if (key !== undefined) unknown ??= arg;
      return key === undefined;
    },
  });
  if (flags.help) return io.out(HELP), 0;
  if (unknown !== undefined) return usage(io, `There is no option ${unknown}`);
  const [command, ...names] = flags._.map(String);
  if (command !== "preview") {
    return usage(io, `There is the command preview, not "${command ?? ""}"`);
  }
  if (flags.all === (names.length > 0)) return usage(io, "Name a lesson, or say --all, not both");
  if (flags.out === "") return usage(io, "--out takes a file");
  const base = flags.base === undefined ? undefined : parseBase(flags.base);
  if (flags.base !== undefined && base === undefined) {
    return usage(io, `--base takes an address as in https://example.org/, not "${flags.base}"`);
  }
  try {
    const all = await loadLessons(ROOT);
    const chosen = selectLessons(all, names);
    if ("problem" in chosen) return usage(io, chosen.problem);
    const options = { base, out: flags.out, isWhole: !flags.all };
    return await preview(io, chosen.lessons ?? all, options);
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    io.err(`The course is damaged: ${error.message}`);
    return 3;
  }
}

async function preview(
  io: Io,
  lessons: readonly Lesson[],
  options: PreviewOptions,
): Promise<number> {
  const posts = await Promise.all(lessons.map((lesson) => loadPost(lesson, options.base)));
  for (const post of posts) io.out(renderText(post, options.isWhole));
  const page = options.out === undefined ? `${ROOT}/${PAGE}` : resolvePath(options.out);
  try {
    await writePage(page, renderChatPage(posts));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return usage(io, `Cannot write ${page}: ${reason}; name another file with --out`);
  }
  io.err(`\nAs it would look in the chat: ${page}`);
  if (options.base === undefined) {
    io.err("Without --base there is no address for links: no buttons Lesson and Share.");
  }
  return 0;
}

async function loadPost(lesson: Lesson, base: string | undefined): Promise<NamedPost> {
  const sheet = await loadSheet(ROOT, lesson);
  try {
    return { name: lesson.slug, post: renderPost(sheet, { base }) };
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
    throw new CourseError(sheet.path, `cannot be sent as a post: ${error.message}`);
  }
}

function renderText({ name, post: { parts, buttons } }: NamedPost, isWhole: boolean): string {
  const lines = parts.flatMap(({ html, unitCount, entityCount }, index) => [
    `${name}: part ${index + 1} of ${parts.length}, ${unitCount} of ${MAX_UNITS} UTF-16 units, ` +
    `${entityCount} entities`,
    ...(isWhole ? ["", html, ""] : []),
  ]);
  return [...lines, ...(isWhole ? buttons.map(describeButton) : [])].join("\n");
}

function describeButton(button: PostButton): string {
  return button.type === "url"
    ? `button "${button.text}" opens ${button.url}`
    : `button "${button.text}" copies ${button.copied}`;
}

/** A base always ends in a slash: without it, its last part would be replaced instead of extended. */
function parseBase(text: string): string | undefined {
  const url = URL.parse(text.endsWith("/") ? text : `${text}/`);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

function resolvePath(path: string): string {
  return path.startsWith("/") ? path : `${readStartDir()}/${path}`;
}

async function writePage(path: string, html: string): Promise<void> {
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")) || "/", { recursive: true });
  const temporary = `${path}.${Deno.pid}.tmp`;
  await Deno.writeTextFile(temporary, html);
  await Deno.rename(temporary, path);
}

function usage(io: Io, message: string): number {
  io.err(`${message}\nSee deno task telegram --help`);
  return 2;
}

if (import.meta.main) Deno.exit(await main(Deno.args, openIo()));

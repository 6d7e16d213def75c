// `deno task site`: the course as pages that need neither a server nor the network.
import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { CourseError } from "../course/lesson.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { openCourse, readStartDir } from "../course/open_course.ts";
import { findBrowser, type FoundBrowser } from "../page/find_browser.ts";
import { INTERRUPTED_CODE } from "../proc/interrupt.ts";
import { type Io, openIo } from "../term/io.ts";
import { withOverview } from "./overview.ts";
import { type Printed, printSheets } from "./print/print_sheets.ts";
import { resolvePlace } from "./resolve_place.ts";
import { buildSite } from "./site/build_site.ts";
import { serveSite } from "./site/serve_site.ts";
import { writeSite } from "./site/write_site.ts";

const HELP = `Builds the course as a static site: lessons, cheat sheets, comparison, search.
Its pages work from the file system, offline and without JavaScript.

usage: deno task site [options]

  --out DIR     where to (default: .ipc/site)
  --base URL    where it will be: its pages get previews, with a picture each
  --pdf         with a PDF of each sheet, and one of all; needs Chromium
  --serve       show it at an address of this machine until Ctrl-C
  --port N      for --serve (default: one that is free)
  --course DIR  of your own folder of lessons
  --help

examples: deno task site
          deno task site --out /tmp/course --serve
          deno task site --base https://example.org/course/

exit codes: 0 built, 2 wrong usage, no Chromium, or the folder is not ours, 3 the course is damaged`;

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");

/** Runs the command; returns its exit code. `chromium` is where the user says that Chromium is. */
export async function main(args: string[], io: Io, chromium?: string): Promise<number> {
  let unknown: string | undefined;
  const flags = parseArgs(args, {
    boolean: ["help", "serve", "pdf"],
    string: ["out", "port", "course", "base"],
    unknown: (arg) => {
      unknown ??= arg;
      return false;
    },
  });
  if (flags.help) return io.out(HELP), 0;
  if (unknown !== undefined) return usage(io, `There is no option ${unknown}`);
  if (flags.out === "") return usage(io, "--out takes a folder");
  if (flags.port !== undefined && !(flags.serve && isPort(flags.port))) {
    return usage(io, "--port takes a number up to 65535, and belongs to --serve");
  }
  const base = flags.base === undefined ? undefined : readBase(flags.base);
  if (base === null) {
    return usage(io, "--base takes an address, as in https://example.org/course/");
  }
  try {
    const opened = await openCourse(ROOT, flags.course, readStartDir());
    if ("problem" in opened) return usage(io, opened.problem);
    const dir = resolvePlace(flags.out ?? `${opened.root}/.ipc/site`, readStartDir());
    const browser = flags.pdf ? await findBrowser({ named: chromium }) : undefined;
    const code = await build(io, opened.root, { dir, base, browser });
    if (code === 0 && flags.serve) {
      await serveSite(dir, { port: Number(flags.port ?? 0), say: io.out });
    }
    return code;
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    io.err(`The course is damaged: ${error.message}`);
    return 3;
  }
}

/** Builds the site into `dir`, with PDFs when there is a browser to print them. */
async function build(
  io: Io,
  root: string,
  { dir, base, browser }: {
    dir: string;
    base: string | undefined;
    browser: FoundBrowser | undefined;
  },
): Promise<number> {
  const pdfs = browser === undefined ? undefined : await printAll(root, browser);
  if (pdfs?.type === "interrupted") return INTERRUPTED_CODE;
  if (pdfs?.type === "failed") {
    return io.err(`Cannot make the PDFs: ${pdfs.problem}; without --pdf nothing needs Chromium`), 2;
  }
  const loadDrawn = (path: string) => Deno.readFile(`${dir}/${path}`).catch(() => undefined);
  const site = await buildSite(root, { base, loadDrawn, hasPdf: pdfs !== undefined });
  const files = new Map<string, string | Uint8Array>([...site.texts, ...site.pictures]);
  for (const [name, pdf] of pdfs?.files ?? []) files.set(`sheets/${name}`, pdf);
  const problem = await writeSite(dir, files);
  if (problem !== undefined) return usage(io, problem);
  io.out(`${files.size} files: ${dir}/index.html`);
  return 0;
}

async function printAll(root: string, found: FoundBrowser): Promise<Printed> {
  if ("reason" in found) return { type: "failed", problem: found.reason };
  const lessons = await withOverview(root, await loadLessons(root));
  return await printSheets(root, lessons, { form: "pdf", withAll: true, browser: found.path });
}

/** The address of a folder; null when it is none that a browser could open. */
function readBase(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  return `${url.origin}${url.pathname.replace(/\/*$/, "/")}`;
}

function isPort(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) <= 65535;
}

function usage(io: Io, message: string): number {
  io.err(`${message}\nSee deno task site --help`);
  return 2;
}

if (import.meta.main) {
  Deno.exit(await main(Deno.args, openIo(), Deno.env.get("IPC_CHROMIUM")));
}

import { measureFactor } from "../../../tests/harness/deadline.ts";
import type { Lesson } from "../../course/lesson.ts";
import { DENO_ENV } from "../../proc/deno_env.ts";
import { programArgv } from "../../proc/program_argv.ts";
import { runGroup } from "../../proc/run_group.ts";
import { buildSheets } from "../site/build_sheets.ts";
import { ALL_SHEETS, sheetPage } from "../site/site_map.ts";
import type { PrintForm, PrintJob, PrintOrder } from "./print_job.ts";

/** How sheets are printed. */
export interface PrintOptions {
  readonly form: PrintForm;
  /** The browser's program. */
  readonly browser: string;
  /**
   * Of pictures.
   *
   * @default "light"
   */
  readonly theme?: "light" | "dark";
  /**
   * Adds one file with all sheets, which only paper can hold.
   *
   * @default false
   */
  readonly withAll?: boolean;
  /**
   * What the browser may take.
   *
   * @default 30 s and 3 s for each page, times what this machine is slower
   */
  readonly limitMs?: number;
}

/** What became of an order; the files have the names of their lessons, as in `pipeline.pdf`. */
export type Printed =
  | { readonly type: "printed"; readonly files: ReadonlyMap<string, Uint8Array> }
  | { readonly type: "failed"; readonly problem: string }
  | { readonly type: "interrupted" };

/**
 * Prints sheets from the pages that the site has of them.
 *
 * @throws {CourseError} when a sheet is missing or not in the format
 */
export async function printSheets(
  root: string,
  lessons: readonly Lesson[],
  options: PrintOptions,
): Promise<Printed> {
  const { form, withAll = false } = options;
  const pages = await buildSheets(root, lessons);
  const dir = await Deno.makeTempDir({ prefix: "ipc-print-" });
  try {
    for (const [path, text] of pages) {
      await Deno.mkdir(`${dir}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${dir}/${path}`, text);
    }
    const sources = lessons.map((lesson): [string, string] => [lesson.slug, sheetPage(lesson)]);
    if (withAll) sources.push([ALL_SHEETS, "sheets.html"]);
    const jobs = sources.map(([name, page]): PrintJob => ({
      page: `${dir}/${page}`,
      to: `${dir}/${name}.${form}`,
    }));
    const failed = await runPrinter(dir, jobs, options);
    if (failed !== undefined) return failed;
    const files = new Map<string, Uint8Array>();
    for (const { to } of jobs) files.set(to.slice(dir.length + 1), await Deno.readFile(to));
    return { type: "printed", files };
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Runs the printer until it has done all jobs, or its time is up, or somebody presses Ctrl-C. */
async function runPrinter(
  dir: string,
  jobs: readonly PrintJob[],
  options: PrintOptions,
): Promise<Printed | undefined> {
  const { browser, form, theme = "light" } = options;
  const { limitMs = (30_000 + 3_000 * jobs.length) * measureFactor() } = options;
  const order: PrintOrder = { browser, form, theme, jobs };
  await Deno.writeTextFile(`${dir}/order.json`, JSON.stringify(order));
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  Deno.addSignalListener("SIGINT", interrupt);
  try {
    const program = programArgv("tools/sheets/print/print_main.ts", "tools/page/deno.lock");
    const argv = [...program, `${dir}/order.json`] as const;
    const { code, killed, stdout, stderr } = await runGroup(argv, {
      cwd: dir,
      env: { ...DENO_ENV, TMPDIR: dir }, // the browser's profile goes with our folder, also when it is killed
      wallMs: () => limitMs,
      signal: stop.signal,
    });
    if (killed === "aborted") return { type: "interrupted" };
    if (killed === undefined && code === 0) return undefined;
    return { type: "failed", problem: describeFailure({ killed, text: stdout + stderr, limitMs }) };
  } finally {
    Deno.removeSignalListener("SIGINT", interrupt);
  }
}

function describeFailure(
  { killed, text, limitMs }: { killed: string | undefined; text: string; limitMs: number },
): string {
  if (killed === "wall") {
    const limit = `${Math.round(limitMs / 100) / 10} s`;
    return `Chromium has not finished within ${limit} and was ended; try again on an idle machine`;
  }
  const [line = "it says nothing"] = text.trim().split("\n").filter((one) => one !== "");
  return `Chromium does not print: ${line}`;
}

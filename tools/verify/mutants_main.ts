// `deno task mutants`: changes every solution mechanically, one place at a time, and sees whether the lesson's tests notice.
import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { CourseError, displayLesson, type Lesson } from "../course/lesson.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { selectLessons } from "../course/find_lesson.ts";
import { endGroupsOnInterrupt, interrupted, INTERRUPTED_CODE } from "../proc/interrupt.ts";
import { type Io, openIo } from "../term/io.ts";
import { makeProgress } from "../term/progress.ts";
import { judgeReport } from "./mutants/check_mutants.ts";
import {
  hashMutants,
  loadReport,
  makeReport,
  reportFile,
  saveReport,
} from "./mutants/mutant_report.ts";
import { renderReports } from "./mutants/render_reports.ts";
import { runTool } from "./run_tool.ts";
import { runMutants } from "./mutants/run_mutants.ts";

const HELP =
  `Mutation testing: changes each solution mechanically, one place at a time; the tests must notice.
Writes tests/mutants/<lesson>.json and tests/mutants/README.md. What survives is "open" until somebody proves there that it is
"equivalent", or writes the missing test.

usage: deno task mutants [<lesson>…] [options]

  --all     also lessons whose report is up to date
  --jobs N  how many at a time (default: two for each processor)
  --help

examples: deno task mutants
          deno task mutants pipeline --all

exit codes: 0 few open survivors, 1 too many, 2 wrong usage, 3 the course is damaged`;

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");

async function main(args: string[], io: Io): Promise<number> {
  let unknown: string | undefined;
  const flags = parseArgs(args, {
    boolean: ["all", "help"],
    string: ["jobs", "_"],
    unknown: (arg, key) => {
      if (key !== undefined) unknown ??= arg;
      return key === undefined;
    },
  });
  if (flags.help) return io.out(HELP), 0;
  const width = Number(flags.jobs ?? 2 * navigator.hardwareConcurrency);
  if (unknown !== undefined || !Number.isSafeInteger(width) || width < 1) {
    io.err(`Cannot read ${unknown ?? "--jobs"}: see deno task mutants --help`);
    return 2;
  }
  try {
    const all = await loadLessons(ROOT);
    const chosen = selectLessons(all, flags._.map(String));
    if ("problem" in chosen) return io.err(chosen.problem), 2;
    endGroupsOnInterrupt();
    let isGreen = true;
    for (const lesson of chosen.lessons ?? all) {
      isGreen = await renew(io, lesson, { width, always: flags.all }) && isGreen;
      if (interrupted.aborted) return INTERRUPTED_CODE;
    }
    await Deno.writeTextFile(`${ROOT}/tests/mutants/README.md`, await renderReports(ROOT, all));
    await runTool(ROOT, ["fmt", "tests/mutants"]);
    return isGreen ? 0 : 1;
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    io.err(`The course is damaged: ${error.message}`);
    return 3;
  }
}

async function renew(
  io: Io,
  lesson: Lesson,
  options: { width: number; always: boolean },
): Promise<boolean> {
  const hash = await hashMutants(ROOT, lesson);
  const before = await loadReport(ROOT, lesson);
  const isFresh = before?.hash === hash && !options.always;
  const date = new Date(io.now()).toISOString().slice(0, 10);
  const report = isFresh ? before : makeReport(
    await runMutants(lesson, { root: ROOT, width: options.width, progress: makeProgress(io) }),
    { date, hash, before },
  );
  if (interrupted.aborted) return false; // what was cut off is no result
  if (!isFresh) await saveReport(ROOT, lesson, report);
  const problems = judgeReport(report);
  const state = isFresh ? "up to date" : `written to ${reportFile(lesson)}`;
  io.out(`${displayLesson(lesson)}: ${report.killed} of ${report.viable} killed, ${state}`);
  for (const problem of problems) io.out(`    ${problem}`);
  return problems.length === 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args, openIo()));

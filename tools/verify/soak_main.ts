// `deno task soak`: judges every solution and variant many times under load, and keeps count.
import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { selectLessons } from "../course/find_lesson.ts";
import { CourseError, type Lesson } from "../course/lesson.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { type Io, openIo } from "../term/io.ts";
import { makeProgress } from "../term/progress.ts";
import { planSteps, type Step } from "./plan.ts";
import { runTool } from "./run_tool.ts";
import { renderSoak, sumSoak } from "./soak/render_soak.ts";
import { makeTable, runSoak, soakKey, type SoakTable } from "./soak/run_soak.ts";
import { loadCounts, saveCounts, type SoakCount } from "./soak/soak_counts.ts";

const HELP =
  `Judges every solution and right variant many times, and every wrong variant a tenth as often, under their own load.
Keeps count in tests/soak/, so that it can be interrupted (Ctrl-C) and goes on where it was.

usage: deno task soak [<lesson>…] [options]

  --times N    how often (default 100)
  --jobs N     how many at a time (default: three for each processor)
  --minutes N  stop after this long (default: a day); what is missing is done next time
  --help

examples: deno task soak --minutes 30
          deno task soak pipeline --times 20

exit codes: 0 no verdict was wrong, 1 one was, 2 wrong usage, 3 the course is damaged`;

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");

interface Wanted {
  readonly times: number;
  readonly width: number;
  readonly minutes: number;
}

async function main(args: string[], io: Io): Promise<number> {
  let unknown: string | undefined;
  const flags = parseArgs(args, {
    boolean: ["help"],
    string: ["times", "jobs", "minutes", "_"],
    unknown: (arg, key) => {
      if (key !== undefined) unknown ??= arg;
      return key === undefined;
    },
  });
  if (flags.help) return io.out(HELP), 0;
  const wanted: Wanted = {
    times: Number(flags.times ?? 100),
    width: Number(flags.jobs ?? 3 * navigator.hardwareConcurrency),
    minutes: Number(flags.minutes ?? 1_440),
  };
  const isFine = Object.values(wanted).every((value) => Number.isSafeInteger(value) && value > 0);
  if (unknown !== undefined || !isFine) {
    return io.err(`Cannot read ${unknown ?? "a number"}: see deno task soak --help`), 2;
  }
  try {
    const lessons = await loadLessons(ROOT);
    const chosen = selectLessons(lessons, flags._.map(String));
    if ("problem" in chosen) return io.err(chosen.problem), 2;
    const steps = await planSteps(ROOT, lessons);
    const table = await makeTable(ROOT, steps, await loadAll(lessons));
    const { lessons: only = lessons } = chosen;
    const start = io.now();
    const runs = await soak(io, {
      steps: steps.filter((step) => only.includes(step.job.lesson)),
      table,
      wanted,
    });
    const minutes = Math.round((io.now() - start) / 60_000);
    return await report(io, { steps, table, wanted, runs, minutes });
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    return io.err(`The course is damaged: ${error.message}`), 3;
  }
}

async function loadAll(lessons: readonly Lesson[]): Promise<Map<string, SoakCount>> {
  const counts = new Map<string, SoakCount>();
  for (const lesson of lessons) {
    for (const [name, count] of Object.entries(await loadCounts(ROOT, lesson))) {
      counts.set(`${lesson.slug} ${name}`, count);
    }
  }
  return counts;
}

interface Soak {
  readonly steps: readonly Step[];
  readonly table: SoakTable;
  readonly wanted: Wanted;
}

/**
 * Runs what is due, until all is done, the time is over, or Ctrl-C; keeps each lesson's counts after each run. Returns how
 * many runs that were.
 */
async function soak(io: Io, { steps, table, wanted }: Soak): Promise<number> {
  let runs = 0;
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  Deno.addSignalListener("SIGINT", onInterrupt);
  const timer = setTimeout(onInterrupt, wanted.minutes * 60_000);
  try {
    await runSoak(steps, table, {
      root: ROOT,
      times: wanted.times,
      width: wanted.width,
      date: today(io),
      signal: stop.signal,
      onRun: (step) => {
        runs++;
        keep(step.job.lesson, { steps, table });
      },
      progress: makeProgress(io),
    });
    return runs;
  } finally {
    clearTimeout(timer);
    Deno.removeSignalListener("SIGINT", onInterrupt);
  }
}

function keep(lesson: Lesson, { steps, table }: Pick<Soak, "steps" | "table">): void {
  const counts: Record<string, SoakCount> = {};
  for (const step of steps.filter((step) => step.job.lesson === lesson)) {
    const count = table.get(soakKey(step));
    if (count !== undefined && count.runs > 0) counts[step.name] = count;
  }
  saveCounts(ROOT, lesson, counts);
}

async function report(
  io: Io,
  { steps, table, wanted, runs, minutes }: Soak & { runs: number; minutes: number },
): Promise<number> {
  if (runs > 0) await writePage({ steps, table, wanted, runs, minutes, date: today(io) });
  for (const step of steps) {
    for (const problem of table.get(soakKey(step))?.wrong ?? []) {
      io.out(`${soakKey(step)}: ${problem}`);
    }
  }
  const sum = sumSoak(steps, table, wanted.times);
  io.out(
    `${sum.rightRuns} runs of right programs: ${sum.falseRejects} false rejects; ` +
      `${sum.wrongRuns} runs of wrong ones: ${sum.falseAccepts} false accepts; ` +
      `${sum.missing} runs still due`,
  );
  return sum.falseRejects + sum.falseAccepts === 0 ? 0 : 1;
}

async function writePage(
  { steps, table, wanted, ...run }: Soak & { runs: number; minutes: number; date: string },
): Promise<void> {
  const machine = `${navigator.hardwareConcurrency} processors, ${wanted.width} jobs at a time, ` +
    `Deno ${Deno.version.deno}, ${Deno.osRelease()}`;
  const page = renderSoak(steps, table, { ...run, times: wanted.times, machine });
  await Deno.mkdir(`${ROOT}/tests/soak`, { recursive: true });
  await Deno.writeTextFile(`${ROOT}/tests/soak/README.md`, page);
  await runTool(ROOT, ["fmt", "tests/soak"]);
}

function today(io: Io): string {
  return new Date(io.now()).toISOString().slice(0, 10);
}

if (import.meta.main) Deno.exit(await main(Deno.args, openIo()));

// `deno task looks`: how each named mistake fails, so that `learn` can say "this looks like …" without running anything.
import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { selectLessons } from "../course/find_lesson.ts";
import { CourseError, displayLesson, type Lesson } from "../course/lesson.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { loadLooks, looksFile, saveLooks } from "../course/looks/looks_file.ts";
import { endGroupsOnInterrupt, interrupted, INTERRUPTED_CODE } from "../proc/interrupt.ts";
import { type Io, openIo } from "../term/io.ts";
import { makeProgress } from "../term/progress.ts";
import { hashLooks } from "./looks/hash_looks.ts";
import { renewLooks } from "./looks/renew_looks.ts";
import { tryMutants } from "./looks/try_mutants.ts";
import { runTool } from "./run_tool.ts";

const HELP =
  `Runs each wrong variant several times and keeps how its failure looks, in tests/looks/<lesson>.json: \`learn\`
names the mistake when a failure looks exactly like one variant's, and like no other's. What varies is never named.

usage: deno task looks [<lesson>…] [options]

  --all       also lessons whose looks are up to date
  --runs N    how often each variant runs (default: 5)
  --jobs N    how many at a time (default: 1; under load, failures look different)
  --mutants   diagnoses the mutants of the solutions instead, and lists those that are taken for a mistake
  --help

examples: deno task looks
          deno task looks pipeline --all

exit codes: 0 done, 2 wrong usage, 3 the course is damaged, 130 interrupted`;

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");

interface Flags {
  readonly runs: number;
  readonly width: number;
  readonly always: boolean;
}

async function main(args: string[], io: Io): Promise<number> {
  let unknown: string | undefined;
  const flags = parseArgs(args, {
    boolean: ["all", "mutants", "help"],
    string: ["jobs", "runs", "_"],
    unknown: (arg, key) => {
      if (key !== undefined) unknown ??= arg;
      return key === undefined;
    },
  });
  if (flags.help) return io.out(HELP), 0;
  const [runs, width] = [Number(flags.runs ?? 5), Number(flags.jobs ?? 1)];
  if (![runs, width].every((count) => Number.isSafeInteger(count) && count > 0)) {
    unknown ??= "--runs or --jobs: it takes a whole number above 0";
  }
  if (unknown !== undefined) return io.err(`Cannot read ${unknown}; see deno task looks --help`), 2;
  try {
    const all = await loadLessons(ROOT);
    const chosen = selectLessons(all, flags._.map(String));
    if ("problem" in chosen) return io.err(chosen.problem), 2;
    endGroupsOnInterrupt();
    for (const lesson of chosen.lessons ?? all) {
      if (flags.mutants) await showMutants(io, lesson, width);
      else await renew(io, lesson, { runs, width, always: flags.all });
      if (interrupted.aborted) return INTERRUPTED_CODE;
    }
    return 0;
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    io.err(`The course is damaged: ${error.message}`);
    return 3;
  }
}

async function renew(io: Io, lesson: Lesson, { runs, width, always }: Flags): Promise<void> {
  const hash = await hashLooks(ROOT, lesson);
  if (!always && (await loadLooks(ROOT, lesson))?.hash === hash) {
    return io.out(`${displayLesson(lesson)}: up to date`);
  }
  const progress = makeProgress(io);
  const variants = await renewLooks(lesson, { root: ROOT, runs, width, progress });
  if (interrupted.aborted) return; // what was cut off is no result
  await saveLooks(ROOT, lesson, { hash, runs, variants });
  await runTool(ROOT, ["fmt", looksFile(lesson)]);
  const known = Object.values(variants);
  const named = known.filter((one) => "look" in one).length;
  io.out(`${displayLesson(lesson)}: ${named} of ${known.length} can be named`);
  for (const [name, one] of Object.entries(variants)) {
    if ("silent" in one) io.out(`    ${name} ${one.silent}`);
  }
}

async function showMutants(io: Io, lesson: Lesson, width: number): Promise<void> {
  const { red, named } = await tryMutants(lesson, {
    root: ROOT,
    width,
    progress: makeProgress(io),
  });
  if (interrupted.aborted) return;
  io.out(`${displayLesson(lesson)}: ${named.length} of ${red} red mutants are taken for a mistake`);
  const short = (text: string) => text.replace(/\s+/g, " ").slice(0, 70);
  for (const { mutant: { line, rule, before, after }, looksLike: { variant, mistake } } of named) {
    io.out(`    line ${line}, ${rule}: ${short(before)} => ${short(after)}`);
    io.out(`        ${variant}: ${mistake}`);
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args, openIo()));

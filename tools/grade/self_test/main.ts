// `deno task grade self-test`: tries on this machine whether the grader can be fooled or hurt.
import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import type { Lesson } from "../../course/lesson.ts";
import { loadLessons } from "../../course/load_lessons.ts";
import { interrupted, INTERRUPTED_CODE } from "../../proc/interrupt.ts";
import type { Io } from "../../term/io.ts";
import { makeProgress } from "../../term/progress.ts";
import { trySubmission } from "../grade_submission.ts";
import { hashCourse } from "../identify_course.ts";
import { withGrader } from "../open_grader.ts";
import { LEVELS, limitWidth, probeIsolation } from "../sandbox/probe.ts";
import { runTrials } from "./run_trials.ts";
import { emptyTally, loadTally, saveTally } from "./tally.ts";

const HELP =
  `Tries whether the grader can be fooled or hurt on this machine: reference solutions must pass; stubs, named
mistakes and attacks must not, and nothing may be left behind.

usage: deno task grade self-test [<name>…] [--full] [--times N] [--jobs N] [--isolation LEVEL]

  <name>     only what has this in its name, as in attack/ or forks_a_bomb
  --full     solutions, stubs and mistakes of all lessons, not of three
  --times N  each of them so often; what has run is kept in tests/self_test, for who interrupts it and begins again
  --jobs N   how many at a time (default: one for each processor)
  --isolation LEVEL   bwrap, uid+landlock or landlock (default: the strongest that works)

exit codes: 0 all as it must be, 1 not, 2 wrong usage or no sandbox, 130 interrupted`;

const ROOT = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");
/** One with programs, one with the other end outside, one with sockets. */
const CHOSEN = ["pipeline", "fifo-rendezvous", "tcp-rpc"];

/** Runs the command; returns its exit code. */
export async function main(args: string[], io: Io): Promise<number> {
  const flags = parseArgs(args, {
    boolean: ["full", "help"],
    string: ["times", "jobs", "isolation", "_"],
  });
  if (flags.help) return io.out(HELP), 0;
  const width = Number(flags.jobs ?? navigator.hardwareConcurrency);
  const times = Number(flags.times ?? 1);
  const isFine = [width, times].every((value) => Number.isSafeInteger(value) && value > 0);
  if (!isFine) return io.err(HELP), 2;
  const level = LEVELS.find((one) => one === flags.isolation);
  if (level !== flags.isolation) return io.err(HELP), 2;
  const isolation = await probeIsolation(false, level);
  if ("problem" in isolation) return io.err(isolation.problem), 2;
  const usedLevel = LEVELS.find((one) => one === isolation.level) ?? "landlock";
  const allLessons = await loadLessons(ROOT);
  const lessons = allLessons.filter((one) => flags.full || CHOSEN.includes(one.slug));
  const progress = makeProgress(io);
  const outDir = await Deno.makeTempDir({ prefix: "ipco-out-" });
  try {
    const base = { root: ROOT, width: limitWidth(isolation, width), progress };
    const path = `${ROOT}/tests/self_test/${usedLevel.replace("+", "_")}.json`;
    const tally = times === 1
      ? emptyTally(allLessons.map(({ slug }) => slug))
      : await loadTally(path, await hashLessons(allLessons));
    const { count, harm } = await withGrader(
      { ...base, lessons, isolation },
      (grader) =>
        runTrials({
          ...base,
          level: usedLevel,
          lessons,
          allLessons,
          cacheDir: grader.cacheDir,
          names: flags._.map(String),
          times,
          tally,
          onTrial: () => times > 1 && saveTally(path, tally),
          grade(submission, lesson) {
            const own = { lessons: [lesson], seed: undefined, outDir, timeScale: 1 };
            return trySubmission(submission, { ...grader, ...own, progress: () => {} });
          },
        }),
    );
    if (interrupted.aborted) return io.err("interrupted"), INTERRUPTED_CODE;
    const problems = [...Object.values(tally).flatMap((one) => one.problems), ...harm];
    for (const problem of problems) io.out(problem);
    const often = times === 1 ? "" : `, ${times} times each`;
    const found = `${problems.length} problems`;
    io.out(`${count} submissions${often}, at level ${isolation.level}: ${found}`);
    return problems.length === 0 ? 0 : 1;
  } finally {
    await Deno.remove(outDir, { recursive: true });
  }
}

/** Hashes what the trials of each lesson depend on, by its slug: everything but the files that are another lesson's alone. */
async function hashLessons(lessons: readonly Lesson[]): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const { slug, folder } of lessons) {
    const skip = [new RegExp(`/(?!${folder.slice(0, 3)})\\d\\d_`)];
    hashes[slug] = await hashCourse(ROOT, { further: ["solutions"], skip });
  }
  return hashes;
}

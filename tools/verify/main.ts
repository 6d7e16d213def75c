// `deno task verify`: proves that the whole course works. Gates a to g run in this order; see plan.ts for the runs of
// the lessons' tests, check_types.ts, docs/ and check_repo.ts for the rest.
import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { selectLessons } from "../course/find_lesson.ts";
import { CourseError, type Lesson } from "../course/lesson.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { isLinked } from "../course/link_course.ts";
import { loadWrongVariants } from "../course/load_variants.ts";
import { describeCourse, openCourse, readStartDir } from "../course/open_course.ts";
import { endGroupsOnInterrupt, interrupted, INTERRUPTED_CODE } from "../proc/interrupt.ts";
import { type Io, openIo } from "../term/io.ts";
import { makeProgress } from "../term/progress.ts";
import { isPassed } from "./check_result.ts";
import { renderCount, renderGates, renderLooks, renderMatrix, renderProblems } from "./report.ts";
import { type Verified, verify } from "./verify.ts";

const HELP =
  `Proves that the course works: stubs red, solutions green, wrong variants killed by the tests they
name, right variants accepted, types equal, pages valid, code formatted, linted and tested.

usage: deno task verify [<lesson>…] [options]

  --changed   take what passed before and has not changed since from the last run
  --matrix    run wrong variants against all tests, not only against those that they name, and print which
              test kills which, and how many learn recognises by how they fail
  --shuffle   run the tests of each lesson in random order
  --strict    a clean checkout: lessons equal their stubs, and nothing may be skipped
  --soak N    then run each right program N times under load, each wrong one N/10 times
  --jobs N    how many test processes at a time (default: four for each processor, and one)
  --json      print the checks as JSON
  --course DIR  your own lessons, see README.md
  --help

examples: deno task verify --changed
          deno task verify pipeline --matrix

exit codes: 0 all passed, 1 a check failed, 2 wrong usage, 3 the course is damaged, 130 interrupted`;

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");

/** Runs the command; returns its exit code. */
export async function main(args: string[], io: Io): Promise<number> {
  let unknown: string | undefined;
  const flags = parseArgs(args, {
    boolean: ["changed", "matrix", "shuffle", "strict", "json", "help"],
    string: ["jobs", "soak", "course", "_"],
    unknown: (arg, key) => {
      if (key !== undefined) unknown ??= arg;
      return key === undefined;
    },
  });
  if (flags.help) return io.out(HELP), 0;
  if (unknown !== undefined) {
    return fail(io, `There is no option ${unknown}; see deno task verify --help`, 2);
  }
  // many wrong variants wait for a deadline: more jobs than processors keep these busy
  const width = Number(flags.jobs ?? 4 * navigator.hardwareConcurrency + 1);
  if (!Number.isSafeInteger(width) || width < 1) {
    return fail(io, "--jobs takes a whole number above 0", 2);
  }
  const soakTimes = Number(flags.soak ?? 0);
  if (!Number.isSafeInteger(soakTimes) || soakTimes < 0) {
    return fail(io, "--soak takes a whole number", 2);
  }
  try {
    const chosen = await choose(flags.course, flags._.map(String));
    if ("problem" in chosen) return fail(io, chosen.problem, 2);
    const { root, only } = chosen;
    const where = describeCourse(ROOT, root);
    if (where !== undefined) io.err(where);
    endGroupsOnInterrupt();
    const verified = await verify({
      root,
      isStrict: flags.strict,
      isChangedOnly: flags.changed,
      isMatrix: flags.matrix,
      shuffle: flags.shuffle,
      only,
      width,
      soakTimes,
      seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
      progress: makeProgress(io),
    });
    if (interrupted.aborted) return fail(io, "interrupted", INTERRUPTED_CODE);
    await print(io, verified, { root, isJson: flags.json, withMatrix: flags.matrix });
    return verified.results.every(isPassed) ? 0 : 1;
  } catch (error) {
    if (error instanceof CourseError) return fail(io, `The course is damaged: ${error.message}`, 3);
    throw error;
  }
}

/** The course, and the lessons that were named; undefined stands for the course as a whole. */
async function choose(
  course: string | undefined,
  names: readonly string[],
): Promise<{ root: string; only: readonly Lesson[] | undefined } | { problem: string }> {
  const opened = await openCourse(ROOT, course, readStartDir());
  if ("problem" in opened) return opened;
  const { root } = opened;
  const lessons = await loadLessons(root);
  const named = selectLessons(lessons, names);
  if ("problem" in named) return named;
  // where the tools are only linked, they are not what is checked
  return { root, only: named.lessons ?? (await isLinked(root) ? lessons : undefined) };
}

async function print(
  io: Io,
  verified: Verified,
  options: { root: string; isJson: boolean; withMatrix: boolean },
): Promise<void> {
  if (options.isJson) return io.out(JSON.stringify(verified.results, undefined, 2));
  if (options.withMatrix) {
    for (const lesson of verified.lessons) {
      const variants = await loadWrongVariants(options.root, lesson);
      io.out(renderMatrix(lesson, variants, verified.results) + "\n");
    }
  }
  io.out(renderGates(verified.lessons, verified.results) + "\n");
  const problems = renderProblems(verified.results);
  if (problems !== "") io.out(problems + "\n");
  const looks = renderLooks(verified.results);
  if (looks !== "") io.out(looks);
  io.out(renderCount(verified.results));
}

function fail(io: Io, message: string, code: number): number {
  io.err(message);
  return code;
}

if (import.meta.main) Deno.exit(await main(Deno.args, openIo()));

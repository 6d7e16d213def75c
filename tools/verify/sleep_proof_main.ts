// `deno task sleep-proof`: shows that no verdict depends on how fast a program is.
import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { selectLessons } from "../course/find_lesson.ts";
import { CourseError } from "../course/lesson.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { endGroupsOnInterrupt, interrupted, INTERRUPTED_CODE } from "../proc/interrupt.ts";
import { type Io, openIo } from "../term/io.ts";
import { makeProgress } from "../term/progress.ts";
import { isPassed } from "./check_result.ts";
import { planSteps } from "./plan.ts";
import { renderCount, renderProblems } from "./report.ts";
import { runPool } from "../proc/run_pool.ts";
import { checkSleepProof } from "./sleep_proof/run_sleep_proof.ts";

const HELP =
  `Shows that verdicts are about facts, not about time: every wrong variant still fails when it is padded with sleeps, and every
solution and right variant still passes when the kernel makes its reads, writes, sends and receives late.
Needs Linux and strace(1) (Debian's package strace).

usage: deno task sleep-proof [<lesson>…] [--jobs N]

example: deno task sleep-proof pipeline

exit codes: 0 all passed, 1 a verdict changed, 2 wrong usage, 3 the course is damaged`;

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");

async function main(args: string[], io: Io): Promise<number> {
  const flags = parseArgs(args, { boolean: ["help"], string: ["jobs", "_"] });
  if (flags.help) return io.out(HELP), 0;
  const width = Number(flags.jobs ?? navigator.hardwareConcurrency + 1);
  if (!Number.isSafeInteger(width) || width < 1) return io.err("--jobs takes a number"), 2;
  if (!await hasStrace()) {
    return io.err("strace(1) is not here, or may not trace: apt-get install strace"), 2;
  }
  try {
    const lessons = await loadLessons(ROOT);
    const chosen = selectLessons(lessons, flags._.map(String));
    if ("problem" in chosen) return io.err(chosen.problem), 2;
    const steps = (await planSteps(ROOT, chosen.lessons ?? lessons))
      .filter((step) => step.gate !== "stub");
    endGroupsOnInterrupt();
    const progress = makeProgress(io);
    let done = 0;
    const tasks = steps.map((step) => async () => {
      const result = await checkSleepProof(ROOT, step);
      progress(++done, steps.length, `${step.job.lesson.slug} ${step.name}`);
      return result;
    });
    const results = await runPool(tasks, width);
    if (interrupted.aborted) return INTERRUPTED_CODE;
    const problems = renderProblems(results);
    if (problems !== "") io.out(problems);
    io.out(renderCount(results));
    return results.every(isPassed) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    return io.err(`The course is damaged: ${error.message}`), 3;
  }
}

async function hasStrace(): Promise<boolean> {
  try {
    const { success } = await new Deno.Command("strace", {
      args: ["-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "true"],
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args, openIo()));

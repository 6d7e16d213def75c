// `deno task grade`: judges submissions that nobody trusts. The verdict is made here, from what is observed; the process
// that runs a submission is in a sandbox and states nothing.
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { selectLessons } from "../course/find_lesson.ts";
import { CourseError } from "../course/lesson.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { readStartDir } from "../course/open_course.ts";
import { endGroupsOnInterrupt, interrupted, INTERRUPTED_CODE } from "../proc/interrupt.ts";
import { type Io, openIo } from "../term/io.ts";
import { makeProgress } from "../term/progress.ts";
import { listNeeded, planAll, renderPlans } from "./dry_run.ts";
import { proveExtra } from "./extra/prove_extra.ts";
import { gradeAll, type GradeAllOptions } from "./grade_all.ts";
import { identifyCourse } from "./identify_course.ts";
import { listAllIn } from "./intake/list_all_in.ts";
import { type NamedSubmission, nameSubmissions } from "./intake/name_submissions.ts";
import { renderJson, renderSummary } from "./render_summary.ts";
import { type Command, parseCommand } from "./parse_command.ts";
import { withGrader } from "./open_grader.ts";
import type { PlanOptions } from "./plan_submission.ts";
import { openRules } from "./open_rules.ts";
import { probeIsolation } from "./sandbox/probe.ts";

const HELP =
  `Grades folders, .zip, .tar and .tar.gz files, and commits (anna@main), with lessons/05_pipeline/mod.ts, 05_pipeline/mod.ts
or 05_pipeline.ts in them. Each runs in a sandbox; the verdict is made outside of it.

usage: deno task grade <submission>… [options]
       deno task grade self-test | convert | pack   more commands: each has --help

  --all-in DIR      grades every folder and archive in DIR
  --out DIR         where the reports go, as DIR/<name>/report.json (default: reports)
  --only LESSON,…   only these lessons
  --seed N          makes the inputs of the observed checks again (default: new ones for each submission)
  --jobs N          how many submissions at a time (default: one for each processor)
  --time-scale X    stretches all time limits
  --policy FILE     points, partial credit, who reads what: see the README; needs no new run
  --extra DIR       your own observed checks, as DIR/05_pipeline.ts: see the README
  --dry-run         say what would be graded, what is kept and why; run and write nothing
  --json            print the reports as JSON, with old and new points where they differ from those before
  --isolation LEVEL     this sandbox, not the strongest that works: bwrap, uid+landlock or landlock
  --unsafe-no-sandbox   where no sandbox works: for code that you trust
  --help

What a report says already is kept: after a crash the same command goes on. Delete a report to grade anew.
examples: deno task grade submissions/anna --only pipeline
          deno task grade --all-in submissions --policy policy.json
exit codes: 0 graded, whatever the marks; 2 wrong usage, or no sandbox; 3 the course is damaged; 70 our bug; 130 interrupted`;

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");

/** What else it does, by the first word; a submission of such a name is written ./convert. */
const COMMANDS = new Map<
  string,
  () => Promise<{ main: (args: string[], io: Io) => Promise<number> }>
>([
  ["convert", () => import("./convert.ts")],
  ["pack", () => import("./pack/main.ts")],
  ["self-test", () => import("./self_test/main.ts")],
]);

/** Runs the command; returns its exit code. */
export async function main(args: string[], io: Io): Promise<number> {
  const other = COMMANDS.get(args[0] ?? "");
  if (other !== undefined) return await (await other()).main(args.slice(1), io);
  const command = parseCommand(args);
  if (command === "help") return io.out(HELP), 0;
  if ("problem" in command) return io.err(command.problem), 2;
  try {
    return await grade(command, io);
  } catch (error) {
    if (error instanceof CourseError) {
      return io.err(`The course is damaged: ${error.message}`), 3;
    }
    io.err(`This is a bug of the grader, please report it: ${describe(error)}`);
    return 70;
  }
}

async function grade(command: Command, io: Io): Promise<number> {
  const startDir = readStartDir();
  const listed = listSubmissions(command, startDir);
  if ("problem" in listed) return io.err(listed.problem), 2;
  for (const line of listed.skipped) io.err(line);
  const named = nameSubmissions(listed.paths, startDir);
  if ("problem" in named) return io.err(named.problem), 2;
  const allLessons = await loadLessons(ROOT);
  const selected = selectLessons(allLessons, command.only);
  if ("problem" in selected) return io.err(selected.problem), 2;
  const lessons = allLessons.filter((one) => selected.lessons?.includes(one) !== false);
  const resolve = (path: string) => path.startsWith("/") ? path : `${startDir}/${path}`;
  const opened = await openRules(command, { root: ROOT, lessons: allLessons, resolve });
  if ("problem" in opened) return io.err(opened.problem), 2;
  await using rules = opened;
  const isolation = await probeIsolation(command.isUnsafe, command.level);
  if ("problem" in isolation) return io.err(isolation.problem), 2;
  for (const warning of isolation.warnings) io.err(`warning: ${warning}`);
  const outDir = resolve(command.out);
  const base = { ...command, policy: rules.policy, extra: rules.extra, isolation, lessons, outDir };
  return await gradeOrPlan(named.submissions, base, io);
}

async function gradeOrPlan(
  submissions: readonly NamedSubmission[],
  base: Command & Omit<GradeAllOptions & PlanOptions, "commit" | "progress">,
  io: Io,
): Promise<number> {
  const { lessons, isDry, isJson, isolation, extra } = base;
  const commit = await identifyCourse(ROOT);
  const plans = await planAll(submissions, { ...base, commit });
  if (isDry) return io.out(isJson ? JSON.stringify(plans, undefined, 2) : renderPlans(plans)), 0;
  const options = { ...base, progress: makeProgress(io) };
  const needed = listNeeded(plans, lessons);
  const opening = { ...options, root: ROOT, isolation, lessons: needed };
  const graded = await withGrader(opening, async (grader) => {
    const problem = await proveExtra(extra, needed, { ...options, place: grader });
    return problem === undefined ? await gradeAll(submissions, grader, options) : { problem };
  });
  if (interrupted.aborted) return io.err("interrupted"), INTERRUPTED_CODE;
  if ("problem" in graded) return io.err(graded.problem), 2;
  io.out(isJson ? renderJson(graded) : renderSummary(graded));
  return 0;
}

/** What was named, and then all that lies in the folder that was. */
function listSubmissions({ submissions, allIn }: Command, startDir: string) {
  if (allIn === undefined) return { paths: submissions, skipped: [] };
  const listed = listAllIn(allIn.startsWith("/") ? allIn : `${startDir}/${allIn}`);
  return "problem" in listed ? listed : { ...listed, paths: [...submissions, ...listed.paths] };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error);
}

if (import.meta.main) {
  endGroupsOnInterrupt();
  Deno.exit(await main(Deno.args, openIo()));
}

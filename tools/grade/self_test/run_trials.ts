// Does the grader keep what it promises on this machine? Reference solutions pass, stubs and named mistakes do not, no attack
// passes or does harm, and nothing is left behind.
import type { Lesson } from "../../course/lesson.ts";
import { solutionFile, stubFile } from "../../course/lesson.ts";
import { loadWrongVariants } from "../../course/load_variants.ts";
import { runPool } from "../../proc/run_pool.ts";
import { shuffle } from "../../proc/shuffle.ts";
import { type Attack, loadAttacks } from "./load_attacks.ts";
import { HOSTILE_ARCHIVES } from "./hostile_archives.ts";
import { HOSTILE_FOLDERS } from "./hostile_folders.ts";
import { HOSTILE_REPOSITORIES } from "./hostile_repositories.ts";
import type { NamedSubmission } from "../intake/name_submissions.ts";
import type { TriedSubmission } from "../grade_submission.ts";
import type { LessonReport } from "../report.ts";
import { type Level, LEVELS } from "../sandbox/probe.ts";
import { findHarm } from "./find_harm.ts";
import { listDue, type Tally } from "./tally.ts";
import { interrupted } from "../../proc/interrupt.ts";

/** What is handed in: a path, and a commit there. */
export type HandedIn = Omit<NamedSubmission, "id">;

/** One submission, and what its only lesson must come to. */
export interface Trial {
  /** As in `attack/exits_at_import`. */
  readonly name: string;
  readonly lesson: Lesson;
  /** Makes the submission in this folder; returns what is handed in where that is not the folder itself. */
  readonly make: (dir: string) => Promise<HandedIn | void>;
  /** Says what is wrong with the report; undefined when it is as it must be. */
  readonly judge: (report: LessonReport) => string | undefined;
}

export interface TrialOptions {
  readonly root: string;
  /** Lessons whose solution, stub and wrong variants are graded. */
  readonly lessons: readonly Lesson[];
  readonly allLessons: readonly Lesson[];
  /** Where the sandboxes' cache is; it names them. */
  readonly cacheDir: string;
  /** Only trials with one of these in their name. @default all */
  readonly names: readonly string[];
  readonly width: number;
  /** Attacks that only a stronger level promises to stop are left out. */
  readonly level: Level;
  /** How often each trial is due, with what the tally holds. */
  readonly times: number;
  /** Counted in, trial by trial. */
  readonly tally: Tally;
  /** Told after each trial, to keep what was counted. */
  readonly onTrial: () => void;
  readonly grade: (submission: NamedSubmission, lesson: Lesson) => Promise<TriedSubmission>;
  readonly progress: (done: number, total: number, name: string) => void;
}

interface DueTrial {
  readonly trial: Trial;
  readonly round: number;
}

export interface Trials {
  /** How many there are, due or not. */
  readonly count: number;
  /** A line for each harm that all of them together have done. */
  readonly harm: readonly string[];
}

/** Runs what is due of all trials, counts it in the tally, and looks for harm. */
export async function runTrials(options: TrialOptions): Promise<Trials> {
  const { names, times, tally, cacheDir, onTrial, progress } = options;
  const trials = (await listTrials(options)).filter(({ name }) =>
    names.length === 0 || names.some((part) => name.includes(part))
  );
  const due = listDue(trials, times, tally);
  const dir = await Deno.makeTempDir({ prefix: "ipco-self-" });
  await Deno.chmod(dir, 0o755); // a repository is read with another account, at some levels
  let done = 0;
  const count = ({ trial, round }: DueTrial, problem: string | undefined) => {
    const own = tally[trial.lesson.slug];
    if (own === undefined) throw new Error(`Cannot count ${trial.name}: its lesson is not there`);
    own.runs[trial.name] = round;
    if (problem !== undefined) own.problems.push(`${trial.name}, run ${round}: ${problem}`);
    onTrial();
    progress(++done, due.length, trial.name);
  };
  try {
    for (const ofRound of Map.groupBy(due, ({ round }) => round).values()) {
      await runRound(ofRound, { ...options, dir, count });
    }
    return { count: trials.length, harm: interrupted.aborted ? [] : findHarm(cacheDir) };
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

interface RoundOptions extends TrialOptions {
  /** Where the submissions are made. */
  readonly dir: string;
  /** Told what was wrong with each trial. */
  readonly count: (due: DueTrial, problem: string | undefined) => void;
}

/** All trials of one round, and then those that have to be tried again. */
async function runRound(
  due: readonly DueTrial[],
  { grade, width, dir, count }: RoundOptions,
): Promise<void> {
  await using copies = new AsyncDisposableStack();
  const settle = async (one: DueTrial, submission: TriedSubmission) => {
    const { report: { submission: { id }, lessons: [lesson] } } = await submission.settle();
    await Deno.remove(`${dir}/${id}`, { recursive: true });
    if (interrupted.aborted) return; // it was cut off, perhaps: it says nothing
    count(one, lesson === undefined ? "the report holds no lesson" : one.trial.judge(lesson));
  };
  const doubtful: (() => Promise<void>)[] = [];
  const tasks = due.map((one) => async () => {
    const submission = await grade(await makeSubmission(one, dir), one.trial.lesson);
    if (!submission.isSettled) {
      copies.use(submission);
      doubtful.push(() => settle(one, submission));
      return;
    }
    await using _copy = submission;
    await settle(one, submission); // who interrupts the round keeps it
  });
  shuffle(tasks); // honest work must pass beside any attack
  await runPool(tasks, width);
  await runPool(doubtful, width);
}

async function makeSubmission(
  { trial, round }: DueTrial,
  dir: string,
): Promise<NamedSubmission> {
  const id = `${trial.name.replaceAll("/", "-")}-${round}`;
  const path = `${dir}/${id}`;
  await Deno.mkdir(`${path}/lessons/${trial.lesson.folder}`, { recursive: true });
  return { ...(await trial.make(path) ?? { path }), id };
}

async function listTrials({ root, lessons, allLessons, level }: TrialOptions): Promise<Trial[]> {
  const trials: Trial[] = [];
  const add = (name: string, lesson: Lesson, from: string, judge: Trial["judge"]) => {
    const make = (dir: string) => Deno.copyFile(from, `${dir}/lessons/${lesson.folder}/mod.ts`);
    trials.push({ name, lesson, make, judge });
  };
  for (const attack of await loadAttacks(`${root}/tools/grade/attacks`, allLessons)) {
    if (LEVELS.indexOf(attack.needs) < LEVELS.indexOf(level)) continue;
    add(
      `attack/${attack.name}`,
      attack.lesson,
      attack.path,
      (report) => judgeAttack(attack, report),
    );
  }
  for (const lesson of lessons) {
    add(`solution/${lesson.slug}`, lesson, `${root}/${solutionFile(lesson)}`, judgePassed);
    add(`stub/${lesson.slug}`, lesson, `${root}/${stubFile(lesson)}`, judgeHonest);
    for (const { name, path } of await loadWrongVariants(root, lesson)) {
      add(`wrong/${lesson.slug}/${name}`, lesson, path, judgeHonest);
    }
  }
  const pipeline = allLessons.find((lesson) => lesson.slug === "pipeline");
  return pipeline === undefined ? trials : [...trials, ...listHostile(pipeline)];
}

/** Folders, archives and repositories that must be taken with care. */
function listHostile(lesson: Lesson): Trial[] {
  const add = (name: string, says: string, make: Trial["make"]): Trial => ({
    name,
    lesson,
    make,
    judge: (report) => judgeFailed(report) ?? judgeWords(report, says),
  });
  return [
    ...HOSTILE_FOLDERS.map(({ name, make, says }) =>
      add(`folder/${name}`, says, (dir) => make(`${dir}/lessons/${lesson.folder}/mod.ts`))
    ),
    ...HOSTILE_ARCHIVES.map(({ name, ending, makeBytes, says }) =>
      add(`archive${ending}/${name}`, says, async (dir) => {
        const path = `${dir}/handed_in${ending}`;
        await Deno.writeFile(path, makeBytes());
        return { path };
      })
    ),
    ...HOSTILE_REPOSITORIES.map(({ name, make, says }) =>
      add(`repository/${name}`, says, async (dir) => {
        await Deno.mkdir(`${dir}/repository`);
        await make(`${dir}/repository`);
        return { path: `${dir}/repository`, commitish: "HEAD" };
      })
    ),
  ];
}

function judgePassed({ status, cause, score }: LessonReport): string | undefined {
  return status === "pass" && score === 1 ? undefined : `FALSE FAIL, ${status}: ${cause}`;
}

function judgeFailed({ status, score, cause }: LessonReport): string | undefined {
  if (status === "pass" || score !== 0) return "FALSE PASS";
  return status === "infra" ? `the machine failed: ${cause}` : undefined;
}

/** Whoever only made a mistake must not be accused. */
function judgeHonest(report: LessonReport): string | undefined {
  return judgeFailed(report) ??
    (report.status === "tampered" ? `accused: ${report.cause}` : undefined);
}

function judgeAttack(attack: Attack, report: LessonReport): string | undefined {
  const problem = judgeFailed(report);
  if (problem !== undefined) return problem;
  const { status, cause, checks } = report;
  if (!attack.expect.includes(status)) {
    return `${status}, not ${attack.expect.join(" or ")}: ${cause}`;
  }
  // an attack that got at something says so
  const found = checks.find((check) => /\bfound (a|the|\/)/.test(check.message));
  if (found !== undefined) return found.message;
  // deno-lint-ignore no-control-regex -- none of these may reach a reader
  const isUnclean = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/.test(
    checks.map((it) => it.message + it.output).join(),
  );
  return isUnclean ? "its message is not clean" : judgeWords(report, attack.says ?? "");
}

function judgeWords({ cause }: LessonReport, says: string): string | undefined {
  return cause.includes(says) ? undefined : `the cause does not say "${says}": ${cause}`;
}

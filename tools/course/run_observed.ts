import { measureFactor } from "../../tests/harness/deadline.ts";
import type { Json, ObservedCase, ObservedLesson } from "../../tests/harness/observed.ts";
import { toFileUrl } from "../../tests/harness/paths.ts";
import { Random } from "../../tests/harness/random.ts";
import type { GroupResult } from "../proc/run_group.ts";
import type { Job } from "./job.ts";
import { observedFile } from "./lesson.ts";
import { Side } from "./side.ts";

export interface RunObservedOptions {
  /** The course's folder. */
  readonly root: string;
  /** Where the inputs come from. */
  readonly seed: number;
  /** Ends with the first red case: for who only wants to know whether there is one. @default false */
  readonly failFast?: boolean;
  readonly signal?: AbortSignal;
}

/** One observed case, judged. */
export interface ObservedResult {
  readonly name: string;
  /** What is wrong, for the learner; undefined when it passed. */
  readonly problem: string | undefined;
}

/** What the observed cases say about one subject. */
export interface Observed {
  readonly results: readonly ObservedResult[];
  /** What cannot be said of a single case: it left processes, or did not end. */
  readonly problems: readonly string[];
  readonly ms: number;
}

type AnyLesson = ObservedLesson<unknown>;

/** How long one case may take, before the factor, in ms. */
const CASE_MS = 3_000;
/** How long a side may take to end after its last case, and attend() to stop, before the factor, in ms. */
const END_MS = 2_000;

/**
 * Runs the observed cases of a lesson: the module is used in a process of its own, by `observe()`; another one is the
 * other end of the channel, by `attend()`; this one makes the inputs and judges what was seen, and runs neither.
 */
export async function runObserved(job: Job, options: RunObservedOptions): Promise<Observed> {
  const start = performance.now();
  const path = `${options.root}/${observedFile(job.lesson)}`;
  const lesson: AnyLesson = await import(toFileUrl(path).href);
  const cases = lesson.cases(new Random(options.seed));
  const dir = await Deno.makeTempDir({ dir: "/tmp", prefix: "ipco" }); // short, see Side
  const factor = measureFactor();
  const wallMs = (cases.length * (CASE_MS + END_MS) + END_MS) * factor;
  const open = (name: "observe" | "attend") =>
    Side.open(name, { ...options, path, dir, subjectPath: job.subject.path, wallMs });
  const openOutside = () => lesson.attend === undefined ? undefined : open("attend");
  try {
    const [inside, outside] = await Promise.all([open("observe"), openOutside()]);
    const { failFast = false } = options;
    const run: Run = { lesson, inside, outside, openOutside, dir, factor, failFast };
    const results = await runCases(cases, run);
    const [end] = await Promise.all([inside.end(END_MS * factor), run.outside?.end(0)]);
    const problems = inside.isLost ? [] : describeEnd(end);
    return { results, problems, ms: Math.round(performance.now() - start) };
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

interface Run {
  readonly lesson: AnyLesson;
  readonly inside: Side;
  /** Replaced when it was left waiting by an inside that gave up. */
  outside: Side | undefined;
  readonly openOutside: () => Promise<Side> | undefined;
  readonly dir: string;
  readonly factor: number;
  readonly failFast: boolean;
}

async function runCases(cases: readonly ObservedCase<Json>[], run: Run): Promise<ObservedResult[]> {
  const results: ObservedResult[] = [];
  for (const [index, { name, input }] of cases.entries()) {
    if (run.inside.isLost) { // the others would only wait
      results.push({ name, problem: "not run: the case before it did not end" });
      continue;
    }
    if (run.outside?.isLost) {
      await run.outside.end(0);
      run.outside = await run.openOutside();
    }
    const dir = `${run.dir}/${index}`;
    await Deno.mkdir(dir);
    const problem = await runCase(input, run, dir);
    results.push({ name, problem });
    if (problem !== undefined && run.failFast) break;
  }
  return results;
}

async function runCase(input: Json, run: Run, dir: string): Promise<string | undefined> {
  const { lesson, inside, outside, factor } = run;
  const limitMs = CASE_MS * factor;
  const over = new AbortController(); // the case's time is over
  const gone = new AbortController(); // and so is the time to stop
  const timer = setTimeout(() => over.abort(), limitMs);
  let later: ReturnType<typeof setTimeout> | undefined;
  try {
    const attending = outside?.ask({ input, dir, limitMs }, gone.signal);
    const reply = await inside.ask({ input, dir, limitMs }, over.signal);
    later = setTimeout(() => gone.abort(), "threw" in reply ? 0 : limitMs + END_MS * factor);
    const seen = await attending;
    if ("threw" in reply) return reply.threw;
    if (seen !== undefined && "threw" in seen) return `the other end says: ${seen.threw}`;
    return judge(lesson, { input, seen: reply.seen, outside: seen?.seen });
  } finally {
    clearTimeout(timer);
    clearTimeout(later);
  }
}

function judge(
  lesson: AnyLesson,
  { input, seen, outside }: { input: Json; seen: Json; outside: Json | undefined },
): string | undefined {
  try {
    return lesson.judge(input, seen, outside);
  } catch (error) {
    return `what came back cannot be judged: ${error}`; // it comes from inside and may have any shape
  }
}

function describeEnd(end: GroupResult): string[] {
  const problems = end.leftovers.map((name) => `left running: ${name}`);
  if (end.killed !== undefined) problems.push("did not end after its last case");
  else if (end.code !== 0) problems.push(`ended with ${end.signal ?? end.code}: ${end.stderr}`);
  return problems;
}

import { CourseError, type Lesson, solutionFile, stubFile, testFile } from "../../course/lesson.ts";
import { writeAtomic } from "../../proc/write_atomic.ts";
import { hashFiles } from "../cache.ts";
import type { Mutant } from "./mutant.ts";
import type { MutantRun } from "./run_mutants.ts";

/** A mutant that no test notices, and what is known about it. */
export interface Survivor {
  readonly rule: string;
  readonly line: number;
  readonly before: string;
  readonly after: string;
  /** `equivalent`: nobody could tell it from the solution; `open`: a test is missing. */
  readonly verdict: "equivalent" | "open";
  /** Why it is equivalent, in one or two sentences; what test is missing, for an open one. */
  readonly why: string;
}

/** The last mutation run of one lesson: `tests/mutants/<folder>.json`. */
export interface MutantReport {
  /** The day of the run, as in 2026-11-25. */
  readonly date: string;
  /** What it was about: solution, stub and tests. */
  readonly hash: string;
  readonly viable: number;
  readonly killed: number;
  readonly survivors: readonly Survivor[];
}

/** The report's file, relative to the course. */
export function reportFile(lesson: Lesson): string {
  return `tests/mutants/${lesson.folder}.json`;
}

/** Loads the report of a lesson; undefined when there is none yet. @throws {CourseError} when it cannot be read */
export async function loadReport(root: string, lesson: Lesson): Promise<MutantReport | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(`${root}/${reportFile(lesson)}`));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new CourseError(reportFile(lesson), `cannot be read: ${error}`);
  }
}

/** Writes the report by renaming, so that nobody reads half of it. */
export async function saveReport(
  root: string,
  lesson: Lesson,
  report: MutantReport,
): Promise<void> {
  await writeAtomic(`${root}/${reportFile(lesson)}`, JSON.stringify(report, undefined, 2) + "\n");
}

/** Hashes what decides which mutants survive; a report with another hash is stale. */
export async function hashMutants(root: string, lesson: Lesson): Promise<string> {
  const files = [solutionFile(lesson), stubFile(lesson), testFile(lesson)];
  // relative names: the report is about the course, wherever it lies
  const texts = await Promise.all(files.map((file) => Deno.readTextFile(`${root}/${file}`)));
  return (await hashFiles([], texts.join("\0"))).slice(0, 16);
}

/** Makes the report of a run; what was known about a survivor is kept. */
export function makeReport(
  run: MutantRun,
  known: { date: string; hash: string; before: MutantReport | undefined },
): MutantReport {
  const old = [...known.before?.survivors ?? []];
  return {
    date: known.date,
    hash: known.hash,
    viable: run.viable,
    killed: run.viable - run.survivors.length,
    survivors: run.survivors.map((mutant) => {
      const index = old.findIndex((one) => isSame(one, mutant));
      const { verdict = "open", why = "" } = old.splice(index, index < 0 ? 0 : 1)[0] ?? {};
      const { rule, line, before, after } = mutant;
      return { rule, line, before, after, verdict, why };
    }),
  };
}

/** The same change, wherever the line has gone meanwhile. */
function isSame(survivor: Survivor, mutant: Mutant): boolean {
  return survivor.rule === mutant.rule && survivor.before === mutant.before &&
    survivor.after === mutant.after;
}

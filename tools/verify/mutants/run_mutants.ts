import type { Lesson } from "../../course/lesson.ts";
import { solutionFile } from "../../course/lesson.ts";
import { runLesson } from "../../course/run_lesson.ts";
import { interrupted } from "../../proc/interrupt.ts";
import { runPool } from "../../proc/run_pool.ts";
import { runTool } from "../run_tool.ts";
import { findMutants } from "./find_mutants.ts";
import { applyMutant, type Mutant } from "./mutant.ts";

export interface RunMutantsOptions {
  readonly root: string;
  /** How many at a time. */
  readonly width: number;
  /** Told after each mutant. */
  readonly progress: (done: number, total: number, name: string) => void;
}

/** What became of all mutants of one solution. */
export interface MutantRun {
  /** How many compile and differ from each other. */
  readonly viable: number;
  /** Those that every test of the lesson lets pass. */
  readonly survivors: readonly Mutant[];
}

/** A mutant as a file, ready to be the subject of the lesson's tests. */
export interface Written {
  readonly mutant: Mutant;
  readonly path: string;
}

/** What the compiler says of a program that is only untidy, not wrong: a value that is not used any more. */
const UNUSED = ["6133", "6138", "6192", "6196", "6198", "6199", "6205", "7027"];

/** Runs the lesson's tests against every mutant of its solution. */
export async function runMutants(lesson: Lesson, options: RunMutantsOptions): Promise<MutantRun> {
  const { root, width, progress } = options;
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "ipc-mutants-" }));
  try {
    const viable = await writeViable(root, lesson, dir);
    let done = 0;
    const tasks = viable.map(({ mutant, path }) => async () => {
      const isAlive = await survives(root, lesson, path);
      progress(++done, viable.length, `${lesson.slug} ${mutant.rule}`);
      return isAlive ? mutant : undefined;
    });
    const survivors = (await runPool(tasks, width)).filter((mutant) => mutant !== undefined);
    return { viable: viable.length, survivors };
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Writes every mutant of a solution that compiles into a folder. */
export async function writeViable(root: string, lesson: Lesson, dir: string): Promise<Written[]> {
  const text = await Deno.readTextFile(`${root}/${solutionFile(lesson)}`);
  return await selectViable(root, await writeMutants(text, dir));
}

/** Writes each mutant once, also when two rules make the same program. */
async function writeMutants(text: string, dir: string): Promise<Written[]> {
  const seen = new Set([text]);
  const written: Written[] = [];
  for (const mutant of findMutants(text)) {
    const mutated = applyMutant(text, mutant);
    if (seen.has(mutated)) continue;
    seen.add(mutated);
    const path = `${dir}/m${written.length}.ts`;
    await Deno.writeTextFile(path, mutated);
    written.push({ mutant, path });
  }
  return written;
}

/** Leaves out what the compiler refuses: nobody could hand that in. One run of the compiler for all. */
async function selectViable(root: string, written: readonly Written[]): Promise<Written[]> {
  const options = ["check", "--quiet", "--no-lock", "--config", `${root}/deno.json`];
  const { text } = await runTool(root, [...options, ...written.map(({ path }) => path)]);
  const refused = new Set<string>();
  for (const block of text.split(/\n\n+/)) {
    const code = /TS(\d+) \[ERROR\]/.exec(block)?.[1];
    const path = /^\s+at file:\/\/(\S+?):\d+:\d+$/m.exec(block)?.[1];
    if (code !== undefined && path !== undefined && !UNUSED.includes(code)) refused.add(path);
  }
  return written.filter(({ path }) => !refused.has(path));
}

async function survives(root: string, lesson: Lesson, path: string): Promise<boolean> {
  const subject = { kind: "file" as const, name: "mutant", path };
  const verdict = await runLesson({ lesson, subject }, { root, failFast: true });
  if (interrupted.aborted) return false;
  if (verdict.status === "infra") throw new Error(`${path}: ${verdict.cause}`);
  return verdict.status === "pass";
}

import type { Lesson } from "../../course/lesson.ts";
import type { CheckResult } from "../check_result.ts";
import type { Task } from "../task.ts";
import {
  hashMutants,
  loadReport,
  makeReport,
  type MutantReport,
  reportFile,
} from "./mutant_report.ts";
import { runMutants } from "./run_mutants.ts";

/** Of a hundred viable mutants so many may lack a test. */
const OPEN_PERCENT = 5;

/**
 * The mutation gate: the report of the last run belongs to the solution and the tests of today, every survivor is
 * explained, and few are open. With `runsStale`, the mutants of a lesson whose report is stale run now.
 */
export function planMutants(
  root: string,
  lessons: readonly Lesson[],
  options: { runsStale: boolean },
): Task[] {
  return lessons.map((lesson) => ({
    name: `${lesson.slug} mutants`,
    key: async () => {
      const report = await loadReport(root, lesson);
      return `${await hashMutants(root, lesson)} ${JSON.stringify(report)}`;
    },
    run: async () => [await checkMutants(root, lesson, options)],
  }));
}

async function checkMutants(
  root: string,
  lesson: Lesson,
  { runsStale }: { runsStale: boolean },
): Promise<CheckResult> {
  const start = performance.now();
  const hash = await hashMutants(root, lesson);
  const kept = await loadReport(root, lesson);
  const problems: string[] = [];
  let report = kept;
  if (kept?.hash !== hash) {
    const what = kept === undefined ? "is missing" : "is older than solution, stub or tests";
    const task = `deno task mutants ${lesson.slug} ${kept === undefined ? "writes" : "renews"} it`;
    problems.push(`${reportFile(lesson)} ${what}; when all else is green, ${task}`);
    if (runsStale) {
      const run = await runMutants(lesson, { root, width: 1, progress: () => {} });
      report = makeReport(run, { date: "", hash, before: kept });
    }
  }
  if (report !== undefined) problems.push(...judgeReport(report));
  return {
    gate: "mutants",
    slug: lesson.slug,
    name: "mutants",
    problems,
    skips: [],
    ms: Math.round(performance.now() - start),
    note: report === undefined ? "-" : `${report.killed}/${report.viable}`,
    isSummary: true,
  };
}

/** What is wrong with a report. */
export function judgeReport({ viable, survivors }: MutantReport): string[] {
  const unexplained = survivors.filter((one) => one.verdict === "equivalent" && one.why === "");
  const open = survivors.filter((one) => one.verdict === "open");
  const problems = unexplained.map((one) => `${describe(one)} lacks its proof`);
  if (open.length * 100 > viable * OPEN_PERCENT) {
    problems.push(
      `${open.length} of ${viable} mutants survive without a reason; at most ${OPEN_PERCENT} % may:`,
      ...open.map(describe),
    );
  }
  return problems;
}

function describe({ line, rule, before, after }: MutantReport["survivors"][number]): string {
  const short = (text: string) => text.replace(/\s+/g, " ").slice(0, 60);
  return `line ${line}, ${rule}: ${short(before)} => ${short(after)}`;
}

import { displayLesson } from "../../course/lesson.ts";
import type { Step } from "../plan.ts";
import { dueRuns, lessonsOf, soakKey, type SoakTable } from "./run_soak.ts";

/** What a soak found, for one lesson or all. */
export interface SoakSum {
  readonly rightRuns: number;
  readonly falseRejects: number;
  readonly wrongRuns: number;
  readonly falseAccepts: number;
  /** Runs that are still due. */
  readonly missing: number;
}

/** Adds up the counts of some subjects. */
export function sumSoak(
  steps: readonly Step[],
  table: SoakTable,
  times: number,
): SoakSum {
  const sum = { rightRuns: 0, falseRejects: 0, wrongRuns: 0, falseAccepts: 0, missing: 0 };
  for (const step of steps) {
    const { runs = 0, wrong = [] } = table.get(soakKey(step)) ?? {};
    sum.missing += Math.max(0, dueRuns(step, times) - runs);
    if (step.gate === "wrong") {
      sum.wrongRuns += runs;
      sum.falseAccepts += wrong.length;
    } else if (step.gate !== "stub") {
      sum.rightRuns += runs;
      sum.falseRejects += wrong.length;
    }
  }
  return sum;
}

/** Renders the page tests/soak/README.md. */
export function renderSoak(
  steps: readonly Step[],
  table: SoakTable,
  run: { times: number; machine: string; runs: number; minutes: number; date: string },
): string {
  const row = (name: string, own: readonly Step[]) => {
    const { rightRuns, falseRejects, wrongRuns, falseAccepts, missing } = sumSoak(
      own,
      table,
      run.times,
    );
    return `| ${name} | ${rightRuns} | ${falseRejects} | ${wrongRuns} | ${falseAccepts} | ${missing} |`;
  };
  const lessons = lessonsOf(steps).map((lesson) =>
    row(
      `[${displayLesson(lesson)}](${lesson.folder}.json)`,
      steps.filter((step) => step.job.lesson === lesson),
    )
  );
  return `# How often a verdict was wrong

Written by \`deno task soak\`, which can be interrupted and goes on where it was. Solutions and right variants run ${run.times} times,
wrong variants a tenth as often, in random order, with their tests shuffled, three at a time for each processor: they are each
other's load. A right program that fails is a false reject; a wrong one that a named test lets pass, or that is not told what
its header promises, is a false accept. Counts belong to the files as they were: what changes begins anew.

Last run: ${run.date}, ${run.runs} runs in ${run.minutes} min, ${run.machine}.

| Lesson | Runs of right programs | False rejects | Runs of wrong programs | False accepts | Still due |
| --- | --- | --- | --- | --- | --- |
${[...lessons, row("all", steps)].join("\n")}
`;
}

import type { CheckResult } from "../check_result.ts";
import type { Step } from "../plan.ts";
import { sumSoak } from "./render_soak.ts";
import { lessonsOf, makeTable, runSoak, soakKey } from "./run_soak.ts";

/** A soak as a gate: nothing is kept, and every wrong verdict is a problem of its lesson. */
export async function checkSoak(
  steps: readonly Step[],
  options: {
    root: string;
    times: number;
    progress: (done: number, total: number, name: string) => void;
  },
): Promise<CheckResult[]> {
  const { root, times, progress } = options;
  const table = await makeTable(root, steps, new Map());
  await runSoak(steps, table, {
    root,
    times,
    progress,
    width: 3 * navigator.hardwareConcurrency,
    date: "",
    signal: new AbortController().signal,
    onRun: () => {},
  });
  return lessonsOf(steps).map((lesson): CheckResult => {
    const own = steps.filter((step) => step.job.lesson === lesson);
    const problems = own.flatMap((step) =>
      (table.get(soakKey(step))?.wrong ?? []).map((wrong) => `${step.name}:${wrong}`)
    );
    const { rightRuns, wrongRuns } = sumSoak(own, table, times);
    return {
      gate: "soak",
      slug: lesson.slug,
      name: "soak",
      problems,
      skips: [],
      ms: 0,
      note: `${rightRuns} + ${wrongRuns}`,
      isSummary: true,
    };
  });
}

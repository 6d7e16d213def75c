import type { Lesson } from "../course/lesson.ts";
import { type Observed, runObserved } from "../course/run_observed.ts";
import type { SuitePlace } from "./manifest.ts";
import { openControlGroup } from "./sandbox/control_group.ts";
import { openStageWith } from "./sandbox/stage.ts";

export interface ObserveOptions extends SuitePlace {
  readonly seed: number;
  readonly timeScale: number;
}

/** Runs observed checks on a submission's files; their inputs and judgements never enter the sandbox. */
export async function observeLesson(
  lesson: Lesson,
  subjectDir: string,
  { root, seed, timeScale, cacheDir, isolation }: ObserveOptions,
): Promise<Observed> {
  const subject = { kind: "file" as const, name: "file", path: `${subjectDir}/mod.ts` };
  if (isolation.level === "none") {
    return await runObserved({ lesson, subject }, { root, seed, timeScale });
  }
  await using group = openControlGroup(isolation.groups);
  const { prefix } = group;
  const openStage = openStageWith({ root, lesson, subjectDir, cacheDir, prefix });
  const observed = await runObserved({ lesson, subject }, { root, seed, timeScale, openStage });
  if (!group.ranOutOfMemory()) return observed;
  const results = observed.results.map((one) =>
    one.problem === undefined ? one : { ...one, status: "memory" as const }
  );
  return { ...observed, results };
}

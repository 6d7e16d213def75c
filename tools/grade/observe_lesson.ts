import type { Lesson } from "../course/lesson.ts";
import { type Observed, runObserved } from "../course/run_observed.ts";
import { type Watched, watchPressure } from "../proc/pressure.ts";
import type { SuitePlace } from "./manifest.ts";
import { openCellStageWith } from "./sandbox/cell_stage.ts";
import { openControlGroup, USED_UP } from "./sandbox/control_group.ts";
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
): Promise<Watched<Observed>> {
  const subject = { kind: "file" as const, name: "file", path: `${subjectDir}/mod.ts` };
  if (isolation.level === "none") {
    return await watchPressure(() => runObserved({ lesson, subject }, { root, seed, timeScale }));
  }
  await using group = openControlGroup(isolation.groups);
  const { prefix } = group;
  let left: readonly string[] = [];
  const onLeft = (names: readonly string[]) => void (left = names);
  const place = { root, lesson, subjectDir, cacheDir, prefix };
  const openStage = isolation.cells === undefined
    ? openStageWith(place)
    : openCellStageWith({ ...place, ...isolation.cells, onLeft });
  // the other end is not in the group; it waits no longer than the whole group, whose weight is that of one process
  const { result: seen, wasQuiet } = await group.watch((signal) =>
    runObserved({ lesson, subject }, { root, seed, timeScale, openStage, signal })
  );
  const isCut = seen.results.some((one) => one.problem !== undefined); // its excuse
  const usedUp = group.ranOutOf();
  const problems = isCut ? [] : left.map((name) => `left running: ${name}`);
  if (usedUp === "processes" && !isCut) problems.push(USED_UP[usedUp]); // it came to its end before it was ended
  const observed = { ...seen, problems: [...seen.problems, ...problems] };
  if (usedUp === undefined) return { result: observed, wasQuiet };
  const results = observed.results.map((one) =>
    one.problem === undefined ? one : { ...one, status: usedUp }
  );
  return { result: { ...observed, results }, wasQuiet };
}

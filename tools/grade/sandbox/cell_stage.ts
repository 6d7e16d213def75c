import { observedFile } from "../../course/lesson.ts";
import type { OpenStage, Stage } from "../../course/run_observed.ts";
import { sideArgs } from "../../course/side.ts";
import { type CellOptions, openCell } from "./cell.ts";
import { overlayCases } from "./overlay.ts";
import { removeTree } from "./remove_tree.ts";
import { standIn } from "./stand.ts";

export interface CellStageOptions extends Required<CellOptions> {
  /** Where the observed cases come from: the course, or a folder like it. */
  readonly root: string;
  /** Told at the end who was left running. */
  readonly onLeft: (names: readonly string[]) => void;
}

/**
 * Returns a way to open a stage at a level with Landlock. The two sides meet in the cases' directories and on the loopback of
 * this machine. Neither can signal or trace the other: the other end has the grader's account, or at least a Landlock domain
 * of its own, and also there what the submission leaves in its way leads it nowhere.
 */
export function openCellStageWith(options: CellStageOptions): OpenStage {
  const { root, lesson, cacheDir, onLeft } = options;
  return async (dir, caseCount) => {
    const found = { course: standIn(cacheDir).course, root, lesson, place: `${dir}/x` };
    const course = await overlayCases(found);
    const cell = await openCell(options);
    const casesDir = `${dir}/c`;
    await Deno.mkdir(casesDir);
    await Deno.chmod(dir, 0o711);
    for (let index = 0; index < caseCount; index++) {
      await Deno.mkdir(`${casesDir}/${index}`);
      await cell.give(`${casesDir}/${index}`);
    }
    const launch: Stage["launch"] = async (name, socket) => {
      const isTrusted = name === "attend";
      if (!isTrusted) await cell.give(socket);
      const env: Record<string, string> = isTrusted ? {} : { IPC_SUBJECT: cell.subject };
      const args = sideArgs(course, [name, socket, observedFile(lesson)]);
      return cell.launch([standIn(cacheDir).deno, "run", "--cached-only", ...args], {
        env,
        shown: [course],
        owned: [casesDir],
        isTrusted,
      });
    };
    const end = async () => {
      onLeft(await cell.end());
      await removeTree(casesDir);
    };
    return { launch, [Symbol.asyncDispose]: end };
  };
}

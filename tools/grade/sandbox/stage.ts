import type { Lesson } from "../../course/lesson.ts";
import { observedFile } from "../../course/lesson.ts";
import type { OpenStage, Stage } from "../../course/run_observed.ts";
import { sideArgs } from "../../course/side.ts";
import { boxArgv, type BoxPlan, COURSE, LAUNCH_ENV, subjectPath } from "./box.ts";
import { openHolder } from "./holder.ts";

/** What both sides of a run share. */
export interface StageOptions {
  readonly root: string;
  readonly lesson: Lesson;
  /** The submission's files of this lesson. */
  readonly subjectDir: string;
  readonly cacheDir: string;
  /** Puts the side of the submission into a control group. */
  readonly prefix: readonly string[];
}

/**
 * Returns a way to open a stage where the two sides of the observed cases meet: a network with a loopback alone, message
 * queues and a small file system for the cases' directories, held by a process that lives as long as the run. Each side is
 * in a box of its own on that stage: they see each other's sockets, FIFOs and files, never each other's processes. The
 * other end is boxed, too: what the submission leaves in the way, a symbolic link say, leads it nowhere.
 */
export function openStageWith(options: StageOptions): OpenStage {
  return async (dir, caseCount) => {
    const caseDirs = Array.from({ length: caseCount }, (_, index) => `${dir}/c/${index}`);
    const holder = await openHolder(`${dir}/c`, caseDirs);
    const launch: Stage["launch"] = (name, socket) => {
      const isObserve = name === "observe";
      const { root, lesson, subjectDir, cacheDir } = options;
      const plan: BoxPlan = {
        root,
        lesson,
        cacheDir,
        dir: isObserve ? subjectDir : undefined,
        shared: caseDirs,
        shown: [socket.replace(/\/[^/]*$/, "")],
        env: isObserve ? { IPC_SUBJECT: subjectPath(lesson) } : {},
        isStaged: true,
        showsLocks: !isObserve,
      };
      const args = sideArgs(COURSE, [name, socket, observedFile(lesson)]);
      const argv = boxArgv(plan, ["run", "--cached-only", ...args]);
      const prefix = isObserve ? options.prefix : [];
      const [first, ...rest] = [...prefix, ...holder.enter, ...argv];
      return { argv: [first ?? "", ...rest], ...LAUNCH_ENV };
    };
    return { launch, [Symbol.asyncDispose]: holder.end };
  };
}

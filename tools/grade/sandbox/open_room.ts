// Where a lesson's own suite runs, whatever the level: what the course's paths are there, and how a program is started.
import type { Lesson } from "../../course/lesson.ts";
import type { Launch } from "../../course/side.ts";
import { DENO_ENV } from "../../proc/deno_env.ts";
import { boxArgv, COURSE, LAUNCH_ENV, subjectPath } from "./box.ts";
import { openCell } from "./cell.ts";
import type { Isolation } from "./probe.ts";
import { standIn } from "./stand.ts";

export interface RoomOptions {
  /** The course's folder. */
  readonly root: string;
  readonly isolation: Isolation;
  readonly cacheDir: string;
  readonly lesson: Lesson;
  /** The submission's files of this lesson; undefined for trusted code alone. */
  readonly subjectDir: string | undefined;
  /** Puts the processes into a control group. */
  readonly prefix: readonly string[];
}

/** What a program gets beside what all get. */
export interface RoomPlan {
  readonly env: Readonly<Record<string, string>>;
  /** Files that it may write; they must be there. */
  readonly shared: readonly string[];
  /** Files that it may read. @default none */
  readonly shown?: readonly string[];
}

/** One run's place. */
export interface Room {
  /** Where the course is, inside. */
  readonly course: string;
  /** Where the module under test is, inside. */
  readonly subject: string;
  /** Where the command line is started. */
  readonly cwd: string;
  /** Makes the command line of `deno ...args`. */
  readonly launch: (args: readonly string[], plan: RoomPlan) => Promise<Launch>;
  /** Ends whoever is left and removes the place; returns the command lines of those who were left, where they are known. */
  readonly end: () => Promise<readonly string[]>;
}

/** Makes the place for one run; it must be ended. */
export async function openRoom(options: RoomOptions): Promise<Room> {
  const { isolation: { level, cells } } = options;
  switch (level) {
    case "bwrap":
      return openBox(options);
    case "uid+landlock":
    case "landlock":
      if (cells === undefined) throw new Error(`Cannot open a cell: ${level} was not probed`);
      return await openCellRoom({ ...options, ...cells });
    case "none":
      return openHere(options);
  }
}

const nobody = () => Promise.resolve([]);

function openBox({ root, cacheDir, lesson, subjectDir: dir, prefix }: RoomOptions): Room {
  const plan = { root, cacheDir, lesson, dir };
  return {
    course: COURSE,
    subject: subjectPath(lesson),
    cwd: "/",
    launch(args, own) {
      const [first = "", ...rest] = [...prefix, ...boxArgv({ ...plan, ...own }, args)];
      return Promise.resolve({ argv: [first, ...rest], ...LAUNCH_ENV });
    },
    end: nobody,
  };
}

async function openCellRoom(options: RoomOptions & Parameters<typeof openCell>[0]): Promise<Room> {
  const cell = await openCell(options);
  const { deno } = standIn(options.cacheDir);
  return {
    ...cell,
    cwd: "/",
    async launch(args, plan) {
      for (const path of plan.shared) await cell.give(path);
      return cell.launch([deno, ...args], plan);
    },
  };
}

function openHere({ root, subjectDir = "", prefix }: RoomOptions): Room {
  return {
    course: root,
    subject: `${subjectDir}/mod.ts`,
    cwd: root,
    launch(args, { env }) {
      const [first = "", ...rest] = [...prefix, Deno.execPath(), ...args];
      return Promise.resolve({ argv: [first, ...rest], env: { ...env, ...DENO_ENV } });
    },
    end: nobody,
  };
}

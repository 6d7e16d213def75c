import { fromFileUrl } from "../../tests/harness/paths.ts";
import { copyCourse } from "../course/copy_course.ts";
import { DENO_ENV } from "../proc/deno_env.ts";
import { runGroup } from "../proc/run_group.ts";

export const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
export const BOX = "01_sealed_box";
export const DRAIN = "02_drain_both_ends";

/** A bound on failure: the longest run, verify on a lesson that blocks each test, takes two minutes alone on two processors. */
const LIMIT_MS = 500_000;

/** A copy of the course that a test may damage. */
export interface Course {
  readonly root: string;
  /** Writes a file of the copy. */
  readonly write: (path: string, text: string) => Promise<void>;
  readonly read: (path: string) => Promise<string>;
  /** Runs Deno in the copy. */
  readonly deno: (...args: string[]) => Promise<{ code: number; stdout: string; stderr: string }>;
}

/** Gives a copy of two lessons to `act`, and removes it afterwards. */
export async function withCourse(act: (course: Course) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "ipc-course-" });
  try {
    await copyCourse(ROOT, root, [BOX, DRAIN]);
    await act(courseAt(root));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** The course at a folder. */
export function courseAt(root: string): Course {
  return {
    root,
    write: (path, text) => Deno.writeTextFile(`${root}/${path}`, text),
    read: (path) => Deno.readTextFile(`${root}/${path}`),
    deno: (...args) =>
      runGroup([Deno.execPath(), ...args], {
        cwd: root,
        env: { ...DENO_ENV, INIT_CWD: root },
        wallMs: () => LIMIT_MS,
      }),
  };
}

/** Runs `learn` in the copy, without the compiler. */
export const learn = (course: Course, ...args: string[]) =>
  course.deno("run", "-A", "tools/learn/main.ts", "--no-check", ...args);

/** Puts the solution in the learner's place. */
export async function solve(course: Course, folder: string): Promise<void> {
  await course.write(`lessons/${folder}/mod.ts`, await course.read(`solutions/${folder}/mod.ts`));
}

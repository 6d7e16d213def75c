// The lesson's own tests, run in the sandbox. They share their process with the submission, so what they report is breadth
// and text for the student; that they pass is necessary, never enough.
import { measureFactor } from "../../tests/harness/deadline.ts";
import { type Lesson, testFile } from "../course/lesson.ts";
import { LESSON_LIMIT_MS } from "../course/run_lesson.ts";
import { judgeRun } from "../course/judge_run.ts";
import type { Launch } from "../course/side.ts";
import type { Verdict } from "../course/verdict.ts";
import { type GroupResult, runGroup } from "../proc/run_group.ts";
import { type Claims, findTampering, readClaims } from "./find_tampering.ts";
import type { ExpectedTest, SuitePlace } from "./manifest.ts";
import { boxArgv, COURSE, LAUNCH_ENV, subjectPath } from "./sandbox/box.ts";
import { openControlGroup } from "./sandbox/control_group.ts";

export interface SuiteOptions extends SuitePlace {
  /** The submission's files of this lesson. */
  readonly subjectDir: string;
  readonly expected: readonly ExpectedTest[];
  readonly timeScale: number;
}

/** A submission may print as much, in bytes. */
const MAX_OUTPUT_BYTES = 1 << 20;

/** Runs a lesson's tests on a submission; `tampered` where what they claim cannot come from them. */
export async function checkSuite(lesson: Lesson, options: SuiteOptions): Promise<Verdict> {
  const dir = await Deno.makeTempDir({ dir: "/tmp", prefix: "ipco" });
  const group = openControlGroup(options.isolation.groups);
  try {
    const files = { events: `${dir}/events.jsonl`, junit: `${dir}/junit.xml` };
    for (const path of Object.values(files)) await Deno.writeTextFile(path, "");
    const factor = Math.max(measureFactor(), options.timeScale);
    const { argv, ...environment } = makeLaunch(lesson, options, files);
    const [program = "", ...args] = [...group.prefix, ...argv];
    const result = await runGroup([program, ...args], {
      cwd: options.isolation.level === "none" ? options.root : "/",
      ...environment,
      wallMs: () => LESSON_LIMIT_MS * factor,
      outputBytes: MAX_OUTPUT_BYTES,
    });
    const claims = readClaims(files, options.expected);
    return judge({ lesson, options, result, claims, ranOutOfMemory: group.ranOutOfMemory() });
  } finally {
    await group[Symbol.asyncDispose]();
    await Deno.remove(dir, { recursive: true });
  }
}

function makeLaunch(
  lesson: Lesson,
  { root, isolation, cacheDir, subjectDir, timeScale }: SuiteOptions,
  files: { events: string; junit: string },
): Launch {
  const isBoxed = isolation.level === "bwrap";
  const course = isBoxed ? COURSE : root;
  const args = ["test", "-A", "--no-check", "--no-lock", "--cached-only"];
  args.push("--config", `${course}/deno.json`, `--junit-path=${files.junit}`);
  args.push(`${course}/${testFile(lesson)}`);
  const env = {
    IPC_EVENTS: files.events,
    IPC_SUBJECT: isBoxed ? subjectPath(lesson) : `${subjectDir}/mod.ts`,
    IPC_SLOW: String(timeScale),
  };
  if (!isBoxed) return { argv: [Deno.execPath(), ...args], env: { ...env, NO_COLOR: "1" } };
  const shared = Object.values(files);
  return {
    argv: boxArgv({ root, lesson, cacheDir, dir: subjectDir, shared, env }, args),
    ...LAUNCH_ENV,
  };
}

function judge(
  run: {
    lesson: Lesson;
    options: SuiteOptions;
    result: GroupResult;
    claims: Claims;
    ranOutOfMemory: boolean;
  },
): Verdict {
  const { lesson, options, result, claims } = run;
  const subject = { kind: "file" as const, name: "file", path: `${options.subjectDir}/mod.ts` };
  const verdict = judgeRun({ lesson, subject }, result, claims);
  const isFull = /JavaScript heap out of memory|Fatal JavaScript out of memory/.test(result.stderr);
  if (verdict.status !== "pass" && (run.ranOutOfMemory || isFull)) {
    return { ...verdict, status: "memory", cause: "the submission used up its memory" };
  }
  const evidence = findTampering(result, claims, options.expected);
  if (evidence === undefined) return verdict;
  return { ...verdict, status: "tampered", cause: evidence };
}

// The lesson's own tests, run in the sandbox. They share their process with the submission, so what they report is breadth
// and text for the student; that they pass is necessary, never enough.
import { measureFactor } from "../../tests/harness/deadline.ts";
import { type Lesson, testFile } from "../course/lesson.ts";
import { LESSON_LIMIT_MS } from "../course/run_lesson.ts";
import { judgeRun } from "../course/judge_run.ts";
import type { Verdict } from "../course/verdict.ts";
import { makeOwnPlace } from "../proc/own_place.ts";
import type { Watched } from "../proc/pressure.ts";
import { type GroupResult, runGroup } from "../proc/run_group.ts";
import { planDecoys, renderDecoys } from "./decoys.ts";
import { type Claims, findTampering, readClaims } from "./find_tampering.ts";
import type { ExpectedTest, SuitePlace } from "./manifest.ts";
import { openControlGroup, USED_UP, type UsedUp } from "./sandbox/control_group.ts";
import { openRoom, type Room } from "./sandbox/open_room.ts";
import { setDecoysAside } from "./set_decoys_aside.ts";

export interface SuiteOptions extends SuitePlace {
  /** The submission's files of this lesson. */
  readonly subjectDir: string;
  readonly expected: readonly ExpectedTest[];
  readonly timeScale: number;
}

/** A submission may print as much, in bytes. */
const MAX_OUTPUT_BYTES = 1 << 20;

/** Runs a lesson's tests on a submission; `tampered` where what they claim cannot come from them. */
export async function checkSuite(
  lesson: Lesson,
  options: SuiteOptions,
): Promise<Watched<Verdict>> {
  const dir = await makeOwnPlace();
  const group = openControlGroup(options.isolation.groups);
  try {
    const files = { events: `${dir}/events.jsonl`, junit: `${dir}/junit.xml` };
    for (const path of Object.values(files)) await Deno.writeTextFile(path, "");
    const decoys = planDecoys(lesson, options.expected);
    const room = await openRoom({ ...options, lesson, prefix: group.prefix });
    const source = renderDecoys(decoys, { course: room.course, testFile: testFile(lesson) });
    const main = { path: `${dir}/suite_test.js`, source };
    const { result: { result, left, factor }, wasQuiet } = await group.watch((signal) =>
      runSuite({ room, main, files, timeScale: options.timeScale, signal })
    );
    const all = [...options.expected, ...decoys.map((decoy) => decoy.test)];
    const claims = readClaims(files, all); // nobody can change them any more
    const ended = { ...result, leftovers: [...result.leftovers, ...left] };
    const run = setDecoysAside(ended, claims, decoys);
    const verdict = judge({ lesson, options, ...run, usedUp: group.ranOutOf() });
    return { result: verdict, wasQuiet: wasQuiet && !wasCutShort(result, claims, factor) };
  } finally {
    await group[Symbol.asyncDispose]();
    await Deno.remove(dir, { recursive: true });
  }
}

/**
 * Whether the tests were ended when their time was up although they had found this machine slower, and so have waited longer
 * in each of them: on another day they had come to their end. A submission may have made that up, for another try.
 */
export function wasCutShort(
  { killed }: Pick<GroupResult, "killed">,
  { events }: Pick<Claims, "events">,
  factor: number,
): boolean {
  const isSlower = events.some((event) => event.type === "file" && event.factor > factor);
  return killed === "wall" && isSlower;
}

interface Files {
  readonly events: string;
  readonly junit: string;
}

/** Runs the tests in their room, which is ended in any case. */
async function runSuite(
  { room, main, files, timeScale, signal }: {
    room: Room;
    main: { path: string; source: string };
    files: Files;
    timeScale: number;
    signal: AbortSignal;
  },
): Promise<{ result: GroupResult; left: readonly string[]; factor: number }> {
  const { course, subject, cwd } = room;
  const factor = Math.max(measureFactor(), timeScale);
  let left: readonly string[] = [];
  const run = async () => {
    await Deno.writeTextFile(main.path, main.source);
    const args = ["test", "-A", "--no-check", "--no-lock", "--cached-only"];
    args.push("--config", `${course}/deno.json`, `--junit-path=${files.junit}`);
    args.push(main.path);
    const env = { IPC_EVENTS: files.events, IPC_SUBJECT: subject, IPC_SLOW: String(timeScale) };
    const { argv, ...own } = await room.launch(args, {
      env,
      shared: Object.values(files),
      shown: [main.path],
    });
    const limits = {
      wallMs: () => LESSON_LIMIT_MS * factor,
      outputBytes: MAX_OUTPUT_BYTES,
      signal,
    };
    return await runGroup(argv, { cwd, ...own, ...limits });
  };
  const result = await run().finally(async () => {
    left = await room.end();
  });
  return { result, left: result.killed === undefined ? left : [], factor }; // who was cut short has an excuse
}

function judge(
  run: {
    lesson: Lesson;
    options: SuiteOptions;
    result: GroupResult;
    claims: Claims;
    evidence: string | undefined;
    usedUp: UsedUp | undefined;
  },
): Verdict {
  const { lesson, options, result, claims } = run;
  const subject = { kind: "file" as const, name: "file", path: `${options.subjectDir}/mod.ts` };
  const verdict = judgeRun({ lesson, subject }, result, claims);
  const isFull = /JavaScript heap out of memory|Fatal JavaScript out of memory/.test(result.stderr);
  const usedUp = run.usedUp ?? (isFull ? "memory" : undefined);
  const isOver = usedUp === "processes" || verdict.status !== "pass";
  if (isOver && usedUp !== undefined) {
    return { ...verdict, status: usedUp, cause: USED_UP[usedUp] };
  }
  const evidence = findTampering(result, claims, options.expected) ?? run.evidence;
  if (evidence === undefined) return verdict;
  return { ...verdict, status: "tampered", cause: evidence };
}

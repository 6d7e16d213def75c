import { type HarnessEvent, parseEvents } from "../../tests/harness/events.ts";
import { CourseError, type Lesson, testFile } from "../course/lesson.ts";
import { makeOwnPlace } from "../proc/own_place.ts";
import { type GroupResult, runGroup } from "../proc/run_group.ts";
import { openRoom } from "./sandbox/open_room.ts";
import type { Isolation } from "./sandbox/probe.ts";

type TestEvent = Extract<HarnessEvent, { type: "test" }>;

/** One test that a lesson's suite holds, as it announces itself. */
export interface ExpectedTest {
  readonly event: TestEvent;
  /** Why it cannot run where the suite runs; undefined when it can. */
  readonly skipped: string | undefined;
}

export interface SuitePlace {
  readonly root: string;
  readonly isolation: Isolation;
  readonly cacheDir: string;
}

const LIMIT_MS = 60_000;

/**
 * Lists the tests of a lesson: the test file is loaded where later a submission is judged, with no submission there and no
 * test run.
 *
 * @throws {CourseError} when the test file cannot be loaded
 */
export async function readManifest(lesson: Lesson, place: SuitePlace): Promise<ExpectedTest[]> {
  const dir = await makeOwnPlace();
  try {
    const path = `${dir}/events.jsonl`;
    await Deno.writeTextFile(path, "");
    const result = await runOnce(lesson, place, path);
    const tests = listTests(parseEvents(await Deno.readTextFile(path)));
    if (tests.length > 0) return tests;
    throw new CourseError(testFile(lesson), `holds no test that can be loaded: ${result.stderr}`);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function runOnce(lesson: Lesson, place: SuitePlace, path: string): Promise<GroupResult> {
  const room = await openRoom({ ...place, lesson, subjectDir: undefined, prefix: [] });
  try {
    const args = ["test", "-A", "--no-check", "--no-lock", "--cached-only", "--filter=/^$/"];
    args.push("--config", `${room.course}/deno.json`, `${room.course}/${testFile(lesson)}`);
    const { argv, ...own } = await room.launch(args, { env: { IPC_EVENTS: path }, shared: [path] });
    return await runGroup(argv, { cwd: room.cwd, ...own, wallMs: () => LIMIT_MS });
  } finally {
    await room.end();
  }
}

function listTests(events: readonly HarnessEvent[]): ExpectedTest[] {
  return events.flatMap((event) => {
    if (event.type !== "test") return [];
    const skip = events.find((other) => other.type === "skip" && other.id === event.id);
    const skipped = skip?.type === "skip" ? skip.reason : undefined;
    return [{ event, skipped }];
  });
}

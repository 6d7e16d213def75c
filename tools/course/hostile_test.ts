// Every program in hostile/ gets its own verdict, in bounded time, and leaves no process behind.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { listTagged } from "../../tests/harness/processes.ts";
import type { Lesson } from "./lesson.ts";
import { LESSON_LIMIT_MS, runLesson } from "./run_lesson.ts";
import type { VerdictStatus } from "./verdict.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const LESSON: Lesson = {
  folder: "02_drain_both_ends",
  number: 2,
  slug: "drain-both-ends",
  title: "Drain both ends",
  teaches: "",
  unit: "",
  level: 2,
  minutes: 25,
  needs: [],
};

const EXPECTED: Record<string, [status: VerdictStatus, cause: string]> = {
  blocks_in_ffi: ["timeout", "a synchronous call blocks the main thread"],
  exits_at_import: ["error", "it calls Deno.exit(0) while it is loaded"],
  exits_process: ["fail", "your code called Deno.exit(0)"],
  floods_output: ["output", "printed more than 4 MiB"],
  forks_a_chain: ["timeout", "more: does each of them start another?"],
  kills_group: [
    "crash",
    "ended with signal SIGKILL during T1: your code, or a process it started, sent it",
  ],
  kills_runner: ["fail", "you were about to kill the test runner"],
  lacks_export: ["error", "must export filter"],
  leaves_4_mib_unread: ["timeout", "which is full; its only reader is your own process"],
  leaves_child: ["leak", "left 1 process running: sleep 1000"],
  leaves_queues: ["leak", "the POSIX queue /ipc-"],
  locks_twice: ["timeout", "which this process holds itself, by another open of the file"],
  loops_at_import: ["timeout", "a loop that never awaits"],
  loops_forever: ["timeout", "a loop that never awaits"],
  never_closes_stdin: ["timeout", "its only writer is your own process"],
  opens_fifo_synchronously: ["timeout", "you froze the event loop: a synchronous open of the FIFO"],
  orphans_a_grandchild: ["leak", ", started by a child that was started at /"],
  rejects_unheard: ["fail", "thrown where nobody handles it: Error: nobody listens"],
  stops_itself: ["crash", "was stopped (SIGSTOP)"],
  throws_at_import: ["error", "cannot be imported: Error: not today"],
  throws_in_timer: ["fail", "thrown where nobody handles it: Error: thrown in a timer"],
  waits_at_import: ["timeout", "for your file to be loaded: a promise that nobody settles"],
  waits_synchronously: ["timeout", "(sleep 1000) is alive and asleep"],
};

for (const [name, [status, cause]] of Object.entries(EXPECTED)) {
  Deno.test(`runLesson() says ${status} when a lesson ${name.replaceAll("_", " ")}`, async () => {
    const tag = crypto.randomUUID();
    const path = `${ROOT}/tools/course/hostile/${name}.ts`;
    const job = { lesson: LESSON, subject: { kind: "file" as const, name, path } };
    const dir = await Deno.makeTempDir();
    const env = { IPC_HOSTILE: tag, IPC_HOSTILE_DIR: dir };
    const verdict = await runLesson(job, { root: ROOT, only: ["T1"], env });
    await Deno.remove(dir, { recursive: true });
    assertEquals(verdict.status, status, verdict.cause);
    assertStringIncludes(verdict.cause, cause);
    const read = verdict.tests.map((test) => test.facts?.got).join("\n");
    if (status !== "output") assertStringIncludes(read, cause); // learn shows that, and the cause of a flood
    assert(verdict.ms <= LESSON_LIMIT_MS * verdict.factor + 1_000, `took ${verdict.ms} ms`);
    assertEquals(listTagged(`IPC_HOSTILE=${tag}`), []);
  });
}

Deno.test("runLesson() says error when a lesson does not parse", async () => {
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(path, "export function filter( {\n");
    const job = { lesson: LESSON, subject: { kind: "file" as const, name: "broken", path } };
    const verdict = await runLesson(job, { root: ROOT, only: ["T1"] });
    assertEquals(verdict.status, "error");
    assertStringIncludes(verdict.cause, "cannot be compiled");
    assertStringIncludes(verdict.cause, "line 1, column 26:\n  1 | export function filter( {\n");
    assertEquals(verdict.tests[0]?.facts?.at, `${path}:1:26`);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("runLesson() leaves no folder of a test process that is killed", async () => {
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  const kill = 'new Deno.Command("kill", { args: ["-9", `${Deno.pid}`] }).outputSync();';
  const note = `Deno.writeTextFileSync(${JSON.stringify(`${path}.note`)}, given);`;
  const withFileLock = `export function withFileLock(given: string) { ${note} ${kill} }`;
  try {
    await Deno.writeTextFile(path, `${withFileLock} export const incrementFile = withFileLock;`);
    const lesson = { ...LESSON, folder: "13_file_lock", number: 13, slug: "file-lock" };
    const job = { lesson, subject: { kind: "file" as const, name: "killed", path } };
    const verdict = await runLesson(job, { root: ROOT, only: ["T12"] });
    const [folder = ""] = (await Deno.readTextFile(`${path}.note`)).split(/\/[^/]*$/);
    assertEquals([verdict.status, folder.startsWith("/")], ["crash", true]);
    assertEquals(await Deno.stat(folder).catch((error) => error.name), "NotFound");
  } finally {
    await Deno.remove(path);
    await Deno.remove(`${path}.note`);
  }
});

Deno.test("runLesson() says infra when the lesson's tests do not start", async () => {
  const lesson = { ...LESSON, folder: "98_not_there" };
  const path = `${ROOT}/solutions/02_drain_both_ends/mod.ts`;
  const verdict = await runLesson({ lesson, subject: { kind: "file", name: "x", path } }, {
    root: ROOT,
  });
  assertEquals(verdict.status, "infra");
});

Deno.test("runLesson() runs every test when the machine is slow by an odd factor", async () => {
  const path = `${ROOT}/solutions/02_drain_both_ends/mod.ts`;
  const job = { lesson: LESSON, subject: { kind: "solution" as const, name: "solution", path } };
  const verdict = await runLesson(job, { root: ROOT, env: { IPC_SLOW: "4.4" } });
  assertEquals(verdict.status, "pass", verdict.cause);
  assert(verdict.tests.length >= 8, `${verdict.tests.length} tests`);
});

Deno.test("runLesson() is interrupted by its signal and leaves nothing", async () => {
  const tag = crypto.randomUUID();
  const path = `${ROOT}/tools/course/hostile/forks_a_chain.ts`;
  const abort = new AbortController();
  const job = { lesson: LESSON, subject: { kind: "file" as const, name: "x", path } };
  const running = runLesson(job, { root: ROOT, env: { IPC_HOSTILE: tag }, signal: abort.signal });
  while (listTagged(`IPC_HOSTILE=${tag}`).length < 5) {
    await new Promise<void>((resolve) => setTimeout(resolve, 5)); // polls for a fact: the chain has grown
  }
  abort.abort();
  assertEquals((await running).status, "infra");
  assertEquals(listTagged(`IPC_HOSTILE=${tag}`), []);
});

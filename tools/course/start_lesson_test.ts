import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { listTagged } from "../../tests/harness/processes.ts";
import type { Job } from "./job.ts";
import type { Lesson } from "./lesson.ts";
import { startLesson, type WaitingRun } from "./run_lesson.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const LESSON: Lesson = {
  folder: "01_sealed_box",
  number: 1,
  slug: "sealed-box",
  title: "Sealed box",
  teaches: "",
  unit: "",
  level: 1,
  minutes: 20,
  needs: [],
};

/** Starts the tests of 01 on a file that may be written later, tagged so that they can be found. */
async function withRun(
  act: (run: WaitingRun, path: string, tag: string) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  const path = `${dir}/mod.ts`;
  const tag = crypto.randomUUID();
  const job: Job = { lesson: LESSON, subject: { kind: "file", name: "file", path } };
  const run = await startLesson(job, { root: ROOT, env: { IPC_START_TEST: tag } });
  try {
    await act(run, path, `IPC_START_TEST=${tag}`);
  } finally {
    await run.cancel();
    await Deno.remove(dir, { recursive: true });
  }
  assertEquals(listTagged(`IPC_START_TEST=${tag}`), []);
}

const solution = () => Deno.readTextFile(`${ROOT}/solutions/01_sealed_box/mod.ts`);

Deno.test("startLesson() waits, and judges the file as it is when told to go on", async () => {
  await withRun(async (run, path) => {
    await Deno.writeTextFile(path, "export const old = true;\n");
    assertEquals(run.hasEnded, false);
    await Deno.writeTextFile(path, await solution());
    const { status, cause } = await run.go();
    assertEquals([status, cause], ["pass", ""]);
  });
});

Deno.test("startLesson() can be cancelled while it waits, and while the tests run", async () => {
  await withRun(() => Promise.resolve());
  await withRun(async (run, path, tag) => {
    await Deno.writeTextFile(path, "export const runBox = () => new Promise(() => {});\n");
    const going = run.go();
    await run.cancel();
    const { status, cause } = await going;
    assertEquals([status, cause], ["infra", "the run was interrupted"]);
    assertEquals(listTagged(tag), []);
  });
});

Deno.test("startLesson() says that its process was killed while it waited", async () => {
  await withRun(async (run, _path, tag) => {
    for (const { pid } of await waitForTagged(tag)) Deno.kill(pid, "SIGKILL");
    const { status, cause } = await run.go();
    assertEquals([run.hasEnded, status], [true, "infra"]);
    assertStringIncludes(cause, "the tests did not start");
  });
});

/** Waits until the process is there; its environment is not at once. */
async function waitForTagged(tag: string) {
  const endAt = performance.now() + 10_000;
  for (;;) {
    const found = listTagged(tag);
    if (found.length > 0 || performance.now() > endAt) return found;
    await new Promise<void>((resolve) => setTimeout(resolve, 5)); // a poll must let others run
  }
}

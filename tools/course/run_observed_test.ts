import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { listTagged } from "../../tests/harness/processes.ts";
import type { Lesson } from "./lesson.ts";
import { runObserved } from "./run_observed.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const LESSON: Lesson = {
  folder: "05_pipeline",
  number: 5,
  slug: "pipeline",
  title: "Pipeline",
  teaches: "",
  unit: "",
  level: 3,
  minutes: 35,
  needs: [],
};

/** Runs the observed cases of 05 against a module with this body of pipeline(). */
const observe = (body: string) =>
  observeModule(LESSON, `export async function pipeline() { ${body} }`);

async function observeModule(lesson: Lesson, source: string) {
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(path, source);
    const subject = { kind: "file" as const, name: "x", path };
    const observed = await runObserved({ lesson, subject }, { root: ROOT, seed: 1 });
    return { ...observed, left: listTagged(`IPC_SUBJECT=${path}`) };
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("runObserved() passes the solution", async () => {
  const path = `${ROOT}/solutions/05_pipeline/mod.ts`;
  const job = { lesson: LESSON, subject: { kind: "solution" as const, name: "solution", path } };
  const { results, problems } = await runObserved(job, { root: ROOT, seed: 1 });
  assertEquals(results.map((one) => one.problem), [undefined, undefined, undefined]);
  assertEquals(problems, []);
});

Deno.test("runObserved() repeats what was thrown, and goes on with the next case", async () => {
  const { results } = await observe('throw new RangeError("not today")');
  assertEquals(results.map((one) => one.problem), Array(3).fill("RangeError: not today"));
});

Deno.test("runObserved() does not wait for a module that hangs", async () => {
  const [first, second] = (await observe("await new Promise(() => {})")).results;
  assertEquals(first?.problem, "it did not end within its time");
  assertStringIncludes(second?.problem ?? "", "not run");
});

Deno.test("runObserved() says so when the process inside ends", async () => {
  const { results } = await observe("Deno.exit(0)");
  assertStringIncludes(results[0]?.problem ?? "", "the process ended with exit code 0");
});

Deno.test("runObserved() takes nothing for granted about what comes back", async () => {
  const { results } = await observe('return { stdout: 7, statuses: [], code: "0" }');
  assertEquals(results.filter((one) => one.problem === undefined), []);
});

Deno.test("runObserved() names what is left running, and ends it", async () => {
  const start = 'new Deno.Command("sleep", { args: ["1000"], stdin: "null" }).spawn().unref();';
  const { problems, left } = await observe(`${start} throw new Error("left")`);
  assertEquals([...new Set(problems)], ["left running: sleep 1000"]);
  assertEquals(left, []);
});

Deno.test("runObserved() does not blame a module for waiting when its other end was ended early", async () => {
  const source = `export const PIPE_BUF = 0; export function logTo() {} export function logAll() {}
    export function serveLog(path) { void Deno.open(path); throw new Error("not yet"); }`;
  const lesson: Lesson = { ...LESSON, folder: "08_fifo_logger", number: 8, slug: "fifo-logger" };
  const { results, problems } = await observeModule(lesson, source);
  assertEquals([results.map((one) => one.problem).slice(0, 2), problems], [
    ["Error: not yet", "Error: not yet"],
    [],
  ]);
});

Deno.test("runObserved() blames the machine when a side ends before it has called", async () => {
  const path = `${ROOT}/solutions/05_pipeline/mod.ts`;
  const job = { lesson: LESSON, subject: { kind: "solution" as const, name: "solution", path } };
  const openStage = () =>
    Promise.resolve({
      launch: () => ({ argv: ["sh", "-c", "echo no room >&2; exit 1"] as const, env: {} }),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    });
  const { results } = await runObserved(job, { root: ROOT, seed: 1, openStage });
  assertEquals(results.map((one) => one.status), Array(3).fill("infra"));
  assertStringIncludes(results[0]?.problem ?? "", "no room");
});

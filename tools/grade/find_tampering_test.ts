import { assertEquals, assertStringIncludes } from "@std/assert";
import type { GroupResult } from "../proc/run_group.ts";
import { findTampering, readClaims } from "./find_tampering.ts";
import type { ExpectedTest } from "./manifest.ts";
import { ENDED } from "./sample_result.ts";

const EXPECTED: ExpectedTest[] = ["T1", "T2"].map((id) => ({
  event: {
    type: "test",
    id: `pipeline/${id}`,
    name: `${id} it works`,
    called: "",
    idea: "",
    hint: 1,
  },
  skipped: undefined,
}));
const JUNIT = EXPECTED.map(({ event }) => `<testcase name="${event.name}"></testcase>`).join("");

const end = (id: string, status = "pass") =>
  JSON.stringify({ type: "end", id: `pipeline/${id}`, ms: 1, status }) + "\n";

/** What a run writes before all else. */
const BEGINNING = JSON.stringify({ type: "file", folder: "05_pipeline", factor: 1 }) + "\n";

const judge = (said: string, junit: string, result: Partial<GroupResult> = {}) =>
  judgeAll(BEGINNING + said, junit, result);

async function judgeAll(events: string, junit: string, result: Partial<GroupResult>) {
  const dir = await Deno.makeTempDir();
  try {
    const files = { events: `${dir}/events`, junit: `${dir}/junit` };
    await Deno.writeTextFile(files.events, events);
    await Deno.writeTextFile(files.junit, junit);
    return findTampering({ ...ENDED, ...result }, readClaims(files, EXPECTED), EXPECTED);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("findTampering() finds none in an honest green run", async () => {
  assertEquals(await judge(end("T1") + end("T2"), JUNIT), undefined);
});

Deno.test("findTampering() accuses nobody whose process died", async () => {
  assertEquals(await judge(end("T1") + '{"type":"en', "", { code: 1 }), undefined);
  assertEquals(await judgeAll("", "", { code: 1 }), undefined);
  assertEquals(await judgeAll('{"type":"fi', "", { code: 1 }), undefined);
});

Deno.test("findTampering() finds that results were taken out, whatever the exit code", async () => {
  for (const code of [0, 1]) {
    assertStringIncludes(await judgeAll(end("T2"), JUNIT, { code }) ?? "", "lost its beginning");
  }
  assertEquals(await judgeAll(end("T2"), JUNIT, { killed: "wall" }), undefined);
});

Deno.test("findTampering() finds that success was claimed before the tests had ended", async () => {
  assertStringIncludes(await judge(end("T1"), JUNIT) ?? "", "T2 it works has never ended");
});

Deno.test("findTampering() finds a success that wrote no results", async () => {
  assertStringIncludes(await judge(end("T1") + end("T2"), "") ?? "", "wrote no results");
});

Deno.test("findTampering() finds a test that failed in a run that succeeded", async () => {
  assertStringIncludes(await judge(end("T1", "fail") + end("T2"), JUNIT) ?? "", "T1 says fail");
});

Deno.test("findTampering() finds results that contradict each other", async () => {
  const twice = end("T1", "fail") + end("T1") + end("T2");
  assertStringIncludes(await judge(twice, JUNIT) ?? "", "ended more than once");
});

Deno.test("findTampering() finds tests that do not exist, whatever the exit code", async () => {
  const found = await judge(end("T1") + end("T2") + end("T9"), JUNIT, { code: 1 });
  assertStringIncludes(found ?? "", "a test that does not exist");
});

Deno.test("readClaims() survives whatever stands in the files", async () => {
  const lines = ["null", "7", '{"type":"end","id":{"toString":1}}', '{"type":{}}', "\x00", "{"];
  for (const line of lines) {
    assertEquals(typeof await judge(`${line}\n`, "&#xffffffff;<testcase ".repeat(99)), "string");
  }
});

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { HarnessEvent, TestStatus } from "../../tests/harness/events.ts";
import type { Lesson } from "../course/lesson.ts";
import type { GroupResult } from "../proc/run_group.ts";
import { type Decoy, planDecoys, renderDecoys } from "./decoys.ts";
import type { Claims } from "./find_tampering.ts";
import type { ExpectedTest } from "./manifest.ts";
import { ENDED } from "./sample_result.ts";
import { setDecoysAside } from "./set_decoys_aside.ts";

const LESSON = { slug: "pipeline", folder: "05_pipeline" } as Lesson;
const EXPECTED: ExpectedTest[] = ["T1", "T2"].map((id) => {
  const facts = { called: "", idea: "", hint: 1 } as const;
  const name = `${id} pipeline() ends`;
  return { event: { type: "test", id: `pipeline/${id}`, name, ...facts }, skipped: undefined };
});

type Say = (decoy: Decoy) => TestStatus | undefined;
const honest: Say = (decoy) => decoy.isRight ? "pass" : "fail";

/** A run in which the tests came to `own`, and the decoys to what `say` says, in both files. */
function run(say: Say, own: TestStatus = "pass", result: Partial<GroupResult> = {}) {
  const decoys = planDecoys(LESSON, EXPECTED);
  const events: HarnessEvent[] = [];
  const cases: string[] = [];
  const write = ({ event }: ExpectedTest, status: TestStatus | undefined) => {
    events.push(event);
    if (status === undefined) return;
    events.push({ type: "end", id: event.id, ms: 1, status });
    const body = status === "pass" ? "" : '<failure message="no">no</failure>';
    cases.push(`<testcase name="${event.name}">${body}</testcase>`);
  };
  for (const test of EXPECTED) write(test, own);
  for (const decoy of decoys) write(decoy.test, say(decoy));
  const claims: Claims = { events, junit: cases.join("\n"), alien: undefined };
  return setDecoysAside({ ...ENDED, code: 1, ...result }, claims, decoys);
}

Deno.test("setDecoysAside() turns an honest green run into one that succeeded, without decoys", () => {
  const { result, claims, evidence } = run(honest);
  assertEquals([result.code, evidence], [0, undefined]);
  const names = claims.events.flatMap((event) => event.type === "test" ? [event.name] : []);
  assertEquals(names, ["T1 pipeline() ends", "T2 pipeline() ends"]);
  assertEquals(claims.junit?.match(/<testcase/g)?.length, 2);
});

Deno.test("setDecoysAside() leaves an honest red run red, and accuses nobody", () => {
  const { result, evidence } = run(honest, "fail");
  assertEquals([result.code, evidence], [1, undefined]);
});

Deno.test("setDecoysAside() finds that everything was made green, whatever the exit code", () => {
  assertEquals(run(() => "pass").evidence, "a check that cannot hold is said to hold");
  assert(run(() => "pass", "pass", { code: 0 }).evidence);
});

Deno.test("setDecoysAside() finds that all decoys were made red", () => {
  assertEquals(run(() => "fail").evidence, "a check that must hold is said to fail");
});

Deno.test("setDecoysAside() finds a success that did not care for the decoys", () => {
  const { result, evidence } = run(() => undefined, "pass", { code: 0 });
  assert(evidence?.includes("reports success"));
  assertEquals(result.code, 0);
});

Deno.test("setDecoysAside() accuses nobody whose comparison is broken and whose tests are red", () => {
  assertEquals(run(() => "fail", "fail").evidence, undefined);
});

Deno.test("setDecoysAside() accuses nobody whose process died before the decoys, or was killed", () => {
  const { result, evidence } = run(() => undefined);
  assertEquals([result.code, evidence], [1, undefined]); // not passed either
  assertEquals(run(() => "pass", "pass", { killed: "wall" }).evidence, undefined);
});

Deno.test("planDecoys() makes some that hold and some that do not, under names that nobody has", () => {
  for (let round = 0; round < 200; round++) {
    const decoys = planDecoys(LESSON, EXPECTED);
    assertEquals(new Set(decoys.map((decoy) => decoy.isRight)).size, 2);
    for (const { isRight, got, expected, test } of decoys) {
      if (isRight) assertEquals(got, expected);
      else assertNotEquals(got, expected);
      assert(/^pipeline\/T\d\d+$/.test(test.event.id));
    }
  }
});

Deno.test("renderDecoys() never says which of them hold", () => {
  const text = renderDecoys(planDecoys(LESSON, EXPECTED), { course: "/c", testFile: "t.ts" });
  assert(!/isRight|true/.test(text));
});

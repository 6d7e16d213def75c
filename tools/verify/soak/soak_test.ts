import { assertEquals } from "@std/assert";
import type { Lesson } from "../../course/lesson.ts";
import type { Step } from "../plan.ts";
import { sumSoak } from "./render_soak.ts";
import { dueRuns, soakKey } from "./run_soak.ts";
import { addRun } from "./soak_counts.ts";

const LESSON = { folder: "05_pipeline", slug: "pipeline" } as Lesson;
const step = (gate: Step["gate"], name: string): Step => ({
  gate,
  name,
  job: { lesson: LESSON, subject: { kind: "file", name, path: "" } },
  judge: () => [],
});
const STEPS = [step("stub", "stub"), step("solution", "solution"), step("wrong", "wrong/x")];

Deno.test("dueRuns() asks for a tenth of the wrong variants' runs, at least one, and for no stub", () => {
  assertEquals(STEPS.map((one) => dueRuns(one, 100)), [0, 100, 10]);
  assertEquals(STEPS.map((one) => dueRuns(one, 5)), [0, 5, 1]);
});

Deno.test("sumSoak() tells false rejects from false accepts, and counts what is missing", () => {
  const none = { hash: "h", runs: 0, wrong: [] };
  const red = { problems: ["T1 fail"], date: "2026-11-25" };
  const table = new Map(STEPS.map((one) => [soakKey(one), addRun(none, red)]));
  assertEquals(sumSoak(STEPS, table, 20), {
    rightRuns: 1,
    falseRejects: 1,
    wrongRuns: 1,
    falseAccepts: 1,
    missing: 20,
  });
});

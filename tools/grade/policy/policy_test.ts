import { assertEquals } from "@std/assert";
import { findRule, fits } from "./policy.ts";

Deno.test("fits() lets * stand for anything, and every other character for itself", () => {
  const cases: [pattern: string, id: string, isFit: boolean][] = [
    ["pipeline/T3", "pipeline/T3", true],
    ["pipeline/T3", "pipeline/T30", false],
    ["pipeline/*", "pipeline/observed/1", true],
    ["*/observed/*", "pipeline/observed/end", true],
    ["*/observed/*", "pipeline/T1", false],
    ["*/T1*", "pipeline/T1", true],
    ["pipeline.T3", "pipeline/T3", false],
    ["pipe|*", "pipeline/T3", false],
    ["*", "x", true],
  ];
  assertEquals(cases.map(([pattern, id]) => fits(pattern, id)), cases.map(([, , fit]) => fit));
});

Deno.test("findRule() takes the last rule that fits, and none where none fits", () => {
  const rules = [{ pattern: "pipeline/*", value: 1 }, { pattern: "*/T3", value: 2 }];
  const ids = ["pipeline/T1", "pipeline/T3", "fifo/T3", "fifo/T1"];
  assertEquals(ids.map((id) => findRule(rules, id)), [1, 2, 2, undefined]);
  assertEquals(findRule([...rules].reverse(), "pipeline/T3"), 1);
});

import { assertEquals } from "@std/assert";
import { fakeResults } from "./fake_results.ts";
import { judgeRatio, judgeTargets } from "./judge_targets.ts";

const spread = (low: number, high: number) => ({ low, median: (low + high) / 2, high });

Deno.test("judgeRatio() says met or missed when the middle half is on one side of the target", () => {
  assertEquals([judgeRatio(spread(2, 3), 2), judgeRatio(spread(1, 1.9), 2)], ["met", "missed"]);
});

Deno.test("judgeRatio() cannot say when the target lies in the middle half", () => {
  assertEquals(judgeRatio(spread(1.9, 2.1), 2), "cannot say");
  assertEquals(judgeRatio(spread(1.9, 2), 2), "cannot say");
});

Deno.test("judgeTargets() makes the ratios round by round", () => {
  // the machine was ten times as slow in the second round: for both of them
  const [finding] = judgeTargets(fakeResults({ ours: [10, 100, 10], theirs: [5, 50, 5] }));
  assertEquals(finding?.ratio, { low: 0.5, median: 0.5, high: 0.5 });
  assertEquals([finding?.ours, finding?.theirs, finding?.verdict], [10, 5, "met"]);
});

Deno.test("judgeTargets() cannot say from two rounds, or where one side has failed after two", () => {
  const two = [1, 1];
  const verdicts = [{ ours: two, theirs: [9, 9] }, { ours: two, theirs: [9, 9, 9, 9] }]
    .map((samples) => judgeTargets(fakeResults(samples))[0]?.verdict);
  assertEquals(verdicts, ["cannot say", "cannot say"]);
});

Deno.test("judgeTargets() says what we took where nobody is there to compare with", () => {
  const [finding] = judgeTargets(fakeResults({ ours: [1, 2, 3], theirs: [] }));
  assertEquals(
    [finding?.ours, finding?.theirs, finding?.ratio, finding?.verdict],
    [2, undefined, undefined, "not measured"],
  );
});

Deno.test("judgeTargets() leaves out what we have no number for", () => {
  assertEquals(judgeTargets(fakeResults({ ours: [], theirs: [1, 2, 3] })), []);
});

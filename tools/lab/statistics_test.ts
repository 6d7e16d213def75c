import { assertEquals, assertThrows } from "@std/assert";
import { quantile, rank, ratioOf, spreadOf } from "./statistics.ts";

Deno.test("quantile() finds the middle, and places between two samples", () => {
  const samples = [40, 10, 30, 20];
  assertEquals([0, 0.5, 1].map((p) => quantile(samples, p)), [10, 25, 40]);
  assertEquals(quantile([7], 0.95), 7);
});

Deno.test("quantile() throws RangeError for no samples", () => {
  assertThrows(() => quantile([], 0.5), RangeError);
});

Deno.test("spreadOf() gives the median and the middle half, outliers kept", () => {
  assertEquals(spreadOf([4, 1, 2, 3, 1000]), { low: 2, median: 3, high: 4 });
});

const rankOf = (...all: number[][]) => rank(all, (samples) => samples);

Deno.test("rank() parts those whose middle halves do not overlap, from the fastest on", () => {
  const [slow, fast] = [[30, 31, 32], [10, 11, 12]];
  assertEquals(rankOf(slow, fast), [[fast], [slow]]);
});

Deno.test("rank() puts into one group what overlaps, also by way of a third one", () => {
  const [low, middle, high, far] = [[1, 4, 5], [2, 5, 9], [6, 8, 9], [20, 20, 20]];
  assertEquals(rankOf(high, low, middle, far), [[low, middle, high], [far]]);
});

Deno.test("rank() remembers the widest of a group, not the last one", () => {
  const [wide, narrow, next] = [[0, 10, 90], [11, 11, 11], [30, 30, 30]];
  assertEquals(rankOf(wide, narrow, next), [[wide, narrow, next]]);
});

Deno.test("rank() ranks nothing from fewer than three samples", () => {
  assertEquals(rankOf([9, 9], [1, 1]), [[[1, 1], [9, 9]]]);
});

Deno.test("ratioOf() compares round by round, and leaves out rounds that only one has", () => {
  // the machine was ten times as slow in the second round: for both of them
  assertEquals(ratioOf([20, 200, 20], [10, 100]), { low: 2, median: 2, high: 2 });
});

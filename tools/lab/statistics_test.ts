import { assertEquals, assertThrows } from "@std/assert";
import { quantile } from "./statistics.ts";

Deno.test("quantile() finds the middle, and places between two samples", () => {
  const samples = [40, 10, 30, 20];
  assertEquals([0, 0.5, 1].map((p) => quantile(samples, p)), [10, 25, 40]);
  assertEquals(quantile([7], 0.95), 7);
});

Deno.test("quantile() throws RangeError for no samples", () => {
  assertThrows(() => quantile([], 0.5), RangeError);
});

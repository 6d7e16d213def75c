import { assertEquals } from "@std/assert";
import { renderTimeLeft } from "./progress.ts";

Deno.test("renderTimeLeft() goes by the mean of what took work", () => {
  const left = (seconds: number, workedCount: number, leftCount: number) =>
    renderTimeLeft({ elapsedMs: seconds * 1000, workedCount, leftCount });
  const texts = [left(10, 5, 8), left(10, 3, 1), left(60, 1, 2), left(600, 1, 20), left(0.1, 9, 1)];
  assertEquals(texts, [
    "(16 s left)",
    "(4 s left)",
    "(2 min left)",
    "(3 h 20 min left)",
    "(1 s left)",
  ]);
  assertEquals([left(10, 0, 8), left(10, 8, 0)], ["", ""]); // nothing is known, nothing is left
});

import { assertEquals } from "@std/assert";
import { WaitWindow } from "./wait_window.ts";

function mostOf(looks: readonly [atMs: number, totalMs: number][]): number {
  const waits = new WaitWindow(300);
  for (const [atMs, totalMs] of looks) waits.add({ atMs, totalMs });
  return waits.mostMs;
}

Deno.test("WaitWindow finds the most that came within any window, not in all", () => {
  assertEquals(mostOf([]), 0);
  assertEquals(mostOf([[0, 7]]), 0);
  const steady = Array.from({ length: 100 }, (_, n): [number, number] => [100 * n, 20 * n]);
  assertEquals(mostOf(steady), 60);
  const stalled = steady.map((
    [at, total],
  ): [number, number] => [at, at > 5_000 ? total + 90 : total]);
  assertEquals(mostOf(stalled), 150);
});

Deno.test("WaitWindow overlooks nothing between looks that are further apart than its window", () => {
  assertEquals(mostOf([[0, 0], [100, 5], [900, 405], [1_000, 410]]), 400);
});

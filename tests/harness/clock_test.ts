import { assertEquals, assertRejects } from "@std/assert";
import { ManualClock } from "./clock.ts";

Deno.test("ManualClock.delay() waits until fire()", async () => {
  const clock = new ManualClock();
  const waiting = clock.delay(5_000);
  await clock.asked();
  assertEquals(clock.pending, [5_000]);
  clock.fire();
  await waiting;
  assertEquals(clock.pending, []);
});

Deno.test("ManualClock.delay() rejects with the signal's reason", async () => {
  const clock = new ManualClock();
  const abort = new AbortController();
  const waiting = clock.delay(1, abort.signal);
  abort.abort(new RangeError("stop"));
  await assertRejects(() => waiting, RangeError, "stop");
  assertEquals(clock.pending, []);
});

Deno.test("ManualClock.asked() resolves once somebody waits", async () => {
  const clock = new ManualClock();
  const asked = clock.asked();
  const waiting = clock.delay(1);
  await asked;
  clock.fire();
  await waiting;
});

import { assertEquals } from "@std/assert";
import { FROZEN_AFTER_MS } from "./deadline.ts";
import { Lifeline } from "./lifeline.ts";
import { waitUntil } from "./wait_until.ts";

const cell = new Int32Array(new SharedArrayBuffer(4));
/** Blocks this thread as a synchronous call does. */
const freeze = (ms: number) => void Atomics.wait(cell, 0, 0, ms);

async function openLifeline(): Promise<Lifeline> {
  const lifeline = new Lifeline({ eventsPath: undefined, tag: "IPC_TEST=nobody" });
  await waitUntil("it watches", () => lifeline.tid !== 0, AbortSignal.timeout(30_000));
  return lifeline;
}

Deno.test("Lifeline says of a main thread that stays frozen what it is frozen in", async () => {
  const lifeline = await openLifeline();
  lifeline.arm("sealed-box/T1", 5, 1);
  const endAt = performance.now() + 30_000;
  while (lifeline.cause === undefined && performance.now() < endAt) freeze(10);
  lifeline.showAlive();
  lifeline.disarm();
  assertEquals(lifeline.cause?.startsWith("you froze the event loop"), true);
});

Deno.test("Lifeline accuses no main thread that has come back while it looked", async () => {
  const lifeline = await openLifeline();
  for (let late = 0; late < 10; late++) { // about when it counts as frozen: the look takes some ms
    lifeline.arm("sealed-box/T1", 5, 1);
    freeze(FROZEN_AFTER_MS + 5 + late);
    lifeline.showAlive();
    const said = lifeline.cause;
    freeze(50); // busy, as somebody who looks what hangs
    assertEquals(lifeline.cause, said);
    lifeline.disarm();
  }
});

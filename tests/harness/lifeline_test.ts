// Each in a process of its own, since a lifeline lives as long as its process.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { FROZEN_AFTER_MS } from "./deadline.ts";

const PREPARED = `
import { Lifeline } from "${new URL("./lifeline.ts", import.meta.url)}";
const cell = new Int32Array(new SharedArrayBuffer(4));
/** Blocks this thread as a synchronous call does. */
const freeze = (ms) => void Atomics.wait(cell, 0, 0, ms);
const lifeline = new Lifeline({ eventsPath: undefined, tag: "IPC_TEST=nobody" });
while (lifeline.tid === 0) await new Promise((resolve) => setTimeout(resolve, 1));
`;

/** Runs this beside a lifeline; returns what it says. */
async function ask(script: string): Promise<unknown> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-lock", `${PREPARED}${script}; Deno.exit();`],
    signal: AbortSignal.timeout(60_000),
  }).output();
  assert(success, new TextDecoder().decode(stderr)); // also when its time is up
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("Lifeline says of a main thread that stays frozen what it is frozen in", async () => {
  const said = await ask(`
    lifeline.arm("sealed-box/T1", 5, 1);
    while (lifeline.cause === undefined) freeze(10);
    console.log(JSON.stringify(lifeline.cause));
  `);
  assertStringIncludes(String(said), "you froze the event loop: a synchronous call blocks");
});

Deno.test("Lifeline accuses no main thread that has come back while it looked", async () => {
  const said = await ask(`
    const all = [];
    for (let late = 0; late < 10; late++) { // about when it counts as frozen: the look takes some ms
      lifeline.arm("sealed-box/T1", 5, 1);
      freeze(${FROZEN_AFTER_MS} + 5 + late);
      lifeline.showAlive();
      const before = lifeline.cause ?? "";
      freeze(50); // busy, as somebody who looks what hangs
      all.push(lifeline.cause === (before || undefined));
      lifeline.disarm();
    }
    console.log(JSON.stringify(all));
  `);
  assertEquals(said, Array(10).fill(true));
});

import { assertEquals } from "@std/assert";
import { besideLoops } from "./beside_loops.ts";
import { readPressure, watchPressure } from "./pressure.ts";

const ignore = readPressure() === undefined;
if (ignore) console.log("pressure_test.ts: one test is left out: no /proc/pressure");

const pause = () => new Promise<string>((resolve) => setTimeout(() => resolve("done"), 500));

Deno.test({
  name: "watchPressure() notices that more want to run than there are processors",
  ignore,
  async fn() {
    await besideLoops(4 * navigator.hardwareConcurrency, async () => {
      assertEquals(await watchPressure(pause), { result: "done", wasQuiet: false });
    });
  },
});

Deno.test("watchPressure() calls nothing quiet that nobody has counted", async () => {
  const path = () => "/nowhere";
  assertEquals(await watchPressure(() => Promise.resolve(1), path), { result: 1, wasQuiet: false });
});

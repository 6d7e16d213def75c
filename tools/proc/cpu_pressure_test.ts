import { assertEquals } from "@std/assert";
import { besideLoops } from "./beside_loops.ts";
import { readCpuPressure, watchPressure } from "./cpu_pressure.ts";

const ignore = readCpuPressure() === undefined;
if (ignore) console.log("cpu_pressure_test.ts: one test is left out: no /proc/pressure/cpu");

Deno.test({
  name: "watchPressure() notices that more want to run than there are processors",
  ignore,
  async fn() {
    const pause = () => new Promise<string>((resolve) => setTimeout(() => resolve("done"), 500));
    await besideLoops(4 * navigator.hardwareConcurrency, async () => {
      assertEquals(await watchPressure(pause, 0.3), { result: "done", wasQuiet: false });
      assertEquals(await watchPressure(pause, 1.5), { result: "done", wasQuiet: true });
    });
  },
});

import { assertEquals } from "@std/assert";
import { readCpuPressure, watchPressure } from "./cpu_pressure.ts";

const ignore = readCpuPressure() === undefined;
if (ignore) console.log("cpu_pressure_test.ts: one test is left out: no /proc/pressure/cpu");

Deno.test({
  name: "watchPressure() notices that more want to run than there are processors",
  ignore,
  async fn() {
    const count = 4 * navigator.hardwareConcurrency;
    const loops = Array.from(
      { length: count },
      () => new Deno.Command("yes", { stdout: "null" }).spawn(),
    );
    try {
      const pause = () => new Promise<string>((resolve) => setTimeout(() => resolve("done"), 500));
      assertEquals(await watchPressure(pause, 0.3), { result: "done", wasQuiet: false });
      assertEquals(await watchPressure(pause, 1.5), { result: "done", wasQuiet: true });
    } finally {
      for (const loop of loops) loop.kill("SIGKILL");
      await Promise.all(loops.map((loop) => loop.status));
    }
  },
});

import { assertEquals } from "@std/assert";
import { isLeftOut } from "../../tests/harness/left_out.ts";
import { besideLoops } from "./beside_loops.ts";
import { isQuiet, readPressure, watchPressure } from "./pressure.ts";

const ignore = isLeftOut(
  import.meta,
  readPressure() === undefined ? "needs /proc/pressure" : undefined,
);

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

Deno.test("isQuiet() says no where others had to wait, or this process did not listen", () => {
  const quiet = { ms: 10_000, waitedMs: 3_000, mostMs: 150, loopMs: 300 };
  assertEquals(isQuiet(quiet), true);
  assertEquals(isQuiet({ ...quiet, waitedMs: 3_001 }), false);
  assertEquals(isQuiet({ ...quiet, mostMs: 151 }), false);
  assertEquals(isQuiet({ ...quiet, loopMs: 301 }), false);
});

Deno.test("watchPressure() calls it not quiet when this process has not listened", async () => {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, "some avg10=0.00 avg60=0.00 avg300=0.00 total=7\n");
  const block = (ms: number) => () => {
    const start = performance.now();
    while (performance.now() - start < ms);
    return Promise.resolve(ms);
  };
  try {
    assertEquals(await watchPressure(block(400), () => path), { result: 400, wasQuiet: false });
    assertEquals(await watchPressure(block(0), () => path), { result: 0, wasQuiet: true });
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("watchPressure() calls it not quiet when one moment was not, however calm the rest", async () => {
  const path = await Deno.makeTempFile();
  const tell = (ms: number) => Deno.writeTextFile(path, `some avg10=0.00 total=${ms * 1_000}\n`);
  await tell(0);
  try {
    const { wasQuiet } = await watchPressure(async () => {
      await tell(60); // of each of the three: 180 ms, less than a fifth of the time
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }, () => path);
    assertEquals(wasQuiet, false);
  } finally {
    await Deno.remove(path);
  }
});

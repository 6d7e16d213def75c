import { assert } from "@std/assert";
import { watchLoop } from "./watch_loop.ts";

Deno.test("watchLoop() tells how long this process did not listen, also when it still does not", async () => {
  using loop = watchLoop();
  const start = performance.now();
  while (performance.now() - start < 200);
  assert(loop.longestMs() >= 200);
  await new Promise<void>((resolve) => setTimeout(resolve, 50));
  assert(loop.longestMs() >= 200);
  assert(loop.longestMs() <= performance.now() - start + 25);
});

import { assertEquals } from "@std/assert";
import { missingCapability } from "./capabilities.ts";
import { isLeftOut } from "./left_out.ts";
import { waitUntil } from "./wait_until.ts";
import { watchSleep } from "./watch_sleep.ts";

Deno.test({
  name: "watchSleep() counts looks at a process that waits, and starts again when it has run",
  ignore: isLeftOut(import.meta, missingCapability(["proc"])), // it reads /proc
  fn: async () => {
    const child = new Deno.Command("cat", { stdin: "piped", stdout: "piped" }).spawn();
    const { signal } = new AbortController();
    const writer = child.stdin.getWriter();
    const reader = child.stdout.getReader();
    const sleep = watchSleep(child.pid);
    await waitUntil("cat waits", () => sleep() === 3, signal);
    await writer.write(Uint8Array.of(1));
    await reader.read();
    assertEquals(sleep(), 0);
    await waitUntil("cat waits again", () => sleep() === 1, signal);
    await Promise.all([writer.close(), child.status]);
    assertEquals(sleep(), Infinity);
    await reader.cancel();
  },
});

Deno.test({
  name: "watchSleep() counts nothing while a process runs",
  ignore: isLeftOut(import.meta, missingCapability(["proc"])), // it reads /proc
  fn: async () => {
    const child = new Deno.Command("sh", { args: ["-c", "while :; do :; done"] }).spawn();
    const sleep = watchSleep(child.pid);
    for (let look = 0; look < 100; look++) assertEquals(sleep(), 0);
    child.kill("SIGKILL");
    await child.status;
  },
});

import { assertEquals } from "@std/assert";
import { isLeftOut } from "./left_out.ts";
import { missingCapability } from "./capabilities.ts";
import { countLockWaiters, showsLock } from "./file_locks.ts";

Deno.test({
  name:
    "countLockWaiters() counts who waits for a file's lock, and neither who holds it nor others",
  ignore: isLeftOut(import.meta, missingCapability(["locks"])),
  fn: async () => {
    const [path, other] = [await Deno.makeTempFile(), await Deno.makeTempFile()];
    try {
      using holder = await Deno.open(path);
      using waiter = await Deno.open(path);
      assertEquals([showsLock(path), countLockWaiters(path)], [false, 0]);
      await holder.lock(true);
      assertEquals([showsLock(path), countLockWaiters(path)], [true, 0]);
      const waiting = waiter.lock(false);
      while (countLockWaiters(path) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      assertEquals([countLockWaiters(path), countLockWaiters(other)], [1, 0]);
      await holder.unlock();
      await waiting;
      assertEquals([showsLock(path), countLockWaiters(path)], [true, 0]);
    } finally {
      await Promise.all([path, other].map((file) => Deno.remove(file)));
    }
  },
});

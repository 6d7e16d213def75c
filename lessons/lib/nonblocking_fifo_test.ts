import { assertEquals } from "@std/assert";
import { openNonblocking } from "./nonblocking_fifo.ts";

async function withFifo(act: (path: string) => void): Promise<void> {
  const dir = await Deno.makeTempDir({ dir: "/tmp", prefix: "ipc" });
  try {
    await new Deno.Command("mkfifo", { args: [`${dir}/fifo`] }).output();
    act(`${dir}/fifo`);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("openNonblocking() yields what was written, and nothing when it is empty", async () => {
  await withFifo((path) => {
    using fifo = openNonblocking(path);
    assertEquals(fifo.drain(), new Uint8Array());
    assertEquals(fifo.tryWrite(Uint8Array.of(1, 2, 3)), true);
    assertEquals(fifo.tryWrite(Uint8Array.of(4)), true);
    assertEquals(fifo.drain(), Uint8Array.of(1, 2, 3, 4));
  });
});

Deno.test("openNonblocking() writes no byte more than there is room for, and says so", async () => {
  await withFifo((path) => {
    using fifo = openNonblocking(path);
    using other = openNonblocking(path);
    const tooMuch = new Uint8Array((4 << 20) + 1).fill(7); // pipes hold 1 MiB at most, if nobody is root
    assertEquals(fifo.tryWrite(tooMuch), false);
    assertEquals(other.tryWrite(Uint8Array.of(7)), false);
    const drained = fifo.drain();
    assertEquals([drained.length > 0, drained.length < tooMuch.length], [true, true]);
    assertEquals(other.tryWrite(Uint8Array.of(7)), true);
  });
});

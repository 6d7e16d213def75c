import { assertEquals, assertThrows } from "@std/assert";
import { hasReader, hasWriter } from "./probe_fifo.ts";

/** Runs `act` with a FIFO in a directory of its own. */
async function withFifo(act: (path: string) => unknown): Promise<void> {
  const dir = await Deno.makeTempDir({ dir: "/tmp", prefix: "ipc" });
  try {
    await new Deno.Command("mkfifo", { args: [`${dir}/fifo`] }).output();
    await act(`${dir}/fifo`);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("hasReader() and hasWriter() say that nobody has a new FIFO open", async () => {
  await withFifo((path) => assertEquals([hasReader(path), hasWriter(path)], [false, false]));
});

Deno.test("hasReader() and hasWriter() tell the ends that are open, until they are closed", async () => {
  await withFifo(async (path) => {
    const [reader, writer] = await Promise.all([
      Deno.open(path, { read: true }),
      Deno.open(path, { write: true }),
    ]);
    assertEquals([hasReader(path), hasWriter(path)], [true, true]);
    writer.close();
    assertEquals([hasReader(path), hasWriter(path)], [true, false]);
    reader.close();
    assertEquals([hasReader(path), hasWriter(path)], [false, false]);
  });
});

Deno.test("hasWriter() takes one byte where data is", async () => {
  await withFifo(async (path) => {
    using both = await Deno.open(path, { read: true, write: true });
    await both.write(Uint8Array.of(1, 2));
    assertEquals(hasWriter(path), true);
    const buffer = new Uint8Array(2);
    assertEquals([await both.read(buffer), buffer[0]], [1, 2]);
  });
});

Deno.test("hasReader() and hasWriter() pass on any other failure of open(2)", async () => {
  await withFifo((path) => {
    assertThrows(() => hasReader(`${path}-that-is-not`), Error, "ENOENT");
    assertThrows(() => hasWriter(`${path}-that-is-not`), Error, "ENOENT");
  });
});

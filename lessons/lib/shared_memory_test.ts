import { assertEquals, assertThrows } from "@std/assert";
import { isLeftOut } from "../../tests/harness/left_out.ts";
import { missingCapability } from "../../tests/harness/capabilities.ts";
import { mapSharedFile } from "./shared_memory.ts";

/** Defines a test with a path of its own where no file is. Needs FFI. */
function test(name: string, body: (path: string) => void | Promise<void>): void {
  Deno.test({
    name,
    ignore: isLeftOut(import.meta, missingCapability(["ffi"])),
    fn: async () => {
      const dir = await Deno.makeTempDir();
      try {
        await body(`${dir}/word`);
      } finally {
        await Deno.remove(dir, { recursive: true });
      }
    },
  });
}

test("mapSharedFile() shows each mapping of a file what another one writes", (path) => {
  using one = mapSharedFile(path, 8);
  using other = mapSharedFile(path, 8);
  const [mine, yours] = [new Int32Array(one.buffer), new Int32Array(other.buffer)];
  assertEquals(Atomics.add(mine, 1, 42), 0);
  assertEquals([...yours], [0, 42]);
  assertEquals(Atomics.compareExchange(yours, 1, 42, 7), 42);
  assertEquals([...mine], [0, 7]);
});

test("mapSharedFile() shows another process's change of the file itself", async (path) => {
  using mapping = mapSharedFile(path, 4);
  const write = new Deno.Command("sh", { args: ["-c", 'printf abcd 1<> "$1"', "sh", path] });
  assertEquals((await write.output()).code, 0);
  assertEquals(new TextDecoder().decode(new Uint8Array(mapping.buffer)), "abcd");
  new Uint8Array(mapping.buffer)[0] = 0x41; // "A"
  const cat = await new Deno.Command("cat", { args: [path] }).output();
  assertEquals(new TextDecoder().decode(cat.stdout), "Abcd");
});

test("mapSharedFile() keeps in the file what was written, after the mapping is gone", (path) => {
  {
    using mapping = mapSharedFile(path, 4);
    new Int32Array(mapping.buffer)[0] = 2000;
  }
  using again = mapSharedFile(path, 4);
  assertEquals(new Int32Array(again.buffer)[0], 2000);
});

test("mapSharedFile() empties the buffer and its views on disposal, and no other mapping", (path) => {
  using other = mapSharedFile(path, 8);
  const mapping = mapSharedFile(path, 8);
  const view = new Int32Array(mapping.buffer);
  mapping[Symbol.dispose]();
  mapping[Symbol.dispose](); // the second time it does nothing
  assertEquals([mapping.buffer.byteLength, view.length, view[0]], [0, 0, undefined]);
  assertEquals(other.buffer.byteLength, 8);
});

test("mapSharedFile() lengthens a short file with zeros and never shortens one", (path) => {
  Deno.writeTextFileSync(path, "abcd");
  {
    using mapping = mapSharedFile(path, 8);
    assertEquals([...new Uint8Array(mapping.buffer)], [0x61, 0x62, 0x63, 0x64, 0, 0, 0, 0]);
  }
  assertEquals(Deno.statSync(path).size, 8);
  using start = mapSharedFile(path, 2);
  assertEquals([start.buffer.byteLength, Deno.statSync(path).size], [2, 8]);
});

test("mapSharedFile() refuses sizes that are no positive integer, before it makes a file", (path) => {
  for (const byteCount of [0, -4, 1.5, NaN, Infinity]) {
    assertThrows(() => mapSharedFile(path, byteCount), RangeError, `Cannot map ${byteCount} bytes`);
  }
  assertThrows(() => Deno.statSync(path), Deno.errors.NotFound);
});

test("mapSharedFile() fails where the file cannot be made", (path) => {
  assertThrows(() => mapSharedFile(`${path}/below`, 4), Deno.errors.NotFound);
});

import { assertEquals, assertRejects } from "@std/assert";
import { withDir } from "../proc/with_dir.ts";
import { writeWhole } from "./write_whole.ts";

Deno.test("writeWhole() replaces a file and leaves nothing else behind", async () => {
  await withDir(async (dir) => {
    await writeWhole(`${dir}/a`, "one");
    await writeWhole(`${dir}/a`, "two");
    assertEquals(await Deno.readTextFile(`${dir}/a`), "two");
    assertEquals(Array.from(Deno.readDirSync(dir), (one) => one.name), ["a"]);
  });
});

Deno.test("writeWhole() writes to where a symbolic link leads", async () => {
  await withDir(async (dir) => {
    await Deno.writeTextFile(`${dir}/real`, "old");
    await Deno.symlink("real", `${dir}/link`);
    await writeWhole(`${dir}/link`, "new");
    assertEquals([
      (await Deno.lstat(`${dir}/link`)).isSymlink,
      await Deno.readTextFile(`${dir}/real`),
    ], [true, "new"]);
  });
});

Deno.test("writeWhole() refuses a device and a folder instead of replacing them", async () => {
  await withDir(async (dir) => {
    await assertRejects(() => writeWhole("/dev/null", "x"), TypeError, "no regular file");
    await assertRejects(() => writeWhole(dir, "x"), TypeError, "no regular file");
  });
  assertEquals((await Deno.stat("/dev/null")).isCharDevice, true);
});

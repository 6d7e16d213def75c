import { assertEquals } from "@std/assert";
import { openFolder } from "./folder_source.ts";
import type { Source } from "./source.ts";

async function withFolder(use: (dir: string, source: Source) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await use(dir, openFolder(dir));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("openFolder() lists a folder, and of one that is too full no more than is asked", async () => {
  await withFolder(async (dir, source) => {
    await Deno.mkdir(`${dir}/a/b`, { recursive: true });
    assertEquals(source.list(""), { names: ["a"] });
    assertEquals(source.list("a"), { names: ["b"] });
    for (let count = 0; count < 250; count++) await Deno.writeTextFile(`${dir}/a/${count}.ts`, "");
    const listed = source.list("a");
    assertEquals(typeof listed === "object" && "names" in listed && listed.names.length, 201);
  });
});

Deno.test("openFolder() follows no link in any component, to a folder or to a file", async () => {
  await withFolder(async (dir, source) => {
    await Deno.mkdir(`${dir}/real`);
    await Deno.writeTextFile(`${dir}/real/mod.ts`, "");
    await Deno.symlink("real", `${dir}/linked`);
    const problem = "linked is a symbolic link";
    assertEquals(source.list("linked"), { problem });
    assertEquals(source.read("linked/mod.ts"), { problem });
    assertEquals(source.read("real/mod.ts"), { bytes: new Uint8Array() });
  });
});

Deno.test("openFolder() tells what is missing from what is refused", async () => {
  await withFolder(async (dir, source) => {
    await Deno.writeTextFile(`${dir}/file`, "");
    assertEquals([source.list("a"), source.read("a/mod.ts")], ["missing", "missing"]);
    assertEquals(source.list("file"), { problem: "file is not a folder" });
    assertEquals(source.read("file/mod.ts"), { problem: "file is not a folder" });
  });
});

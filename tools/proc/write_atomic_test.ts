import { assertEquals, assertRejects } from "@std/assert";
import { writeAtomic } from "./write_atomic.ts";

/** Lists all files below a folder, relative to it. */
function listFiles(dir: string, below = ""): string[] {
  return [...Deno.readDirSync(`${dir}/${below}`)].flatMap(({ name, isDirectory }) =>
    isDirectory ? listFiles(dir, `${below}${name}/`) : [below + name]
  ).sort();
}

Deno.test("writeAtomic() makes the folder, replaces the file, and leaves nothing else", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await writeAtomic(`${dir}/a/b/file`, "one");
    await writeAtomic(`${dir}/a/b/file`, "two");
    await Deno.mkdir(`${dir}/taken`);
    await assertRejects(() => writeAtomic(`${dir}/taken`, "a folder is in the way"), Error);
    assertEquals(listFiles(dir), ["a/b/file"]);
    assertEquals(await Deno.readTextFile(`${dir}/a/b/file`), "two");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("writeAtomic() takes a name without a folder", async () => {
  const dir = await Deno.makeTempDir();
  const script = `import { writeAtomic } from ${
    JSON.stringify(import.meta.resolve("./write_atomic.ts"))
  };
    await writeAtomic("plain", "text");`;
  try {
    const args = ["eval", "--no-config", script];
    const { success } = await new Deno.Command(Deno.execPath(), { args, cwd: dir }).output();
    assertEquals([success, ...listFiles(dir)], [true, "plain"]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

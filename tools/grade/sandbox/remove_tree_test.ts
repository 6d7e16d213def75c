import { assertEquals, assertRejects } from "@std/assert";
import { removeTree } from "./remove_tree.ts";

Deno.test("removeTree() removes folders that are deeper than any path, and follows no link", async () => {
  const dir = await Deno.makeTempDir();
  const kept = await Deno.makeTempFile();
  const deep = "d/".repeat(1_900); // two of them are more than a path may hold
  const script = 'cd "$1" && ln -s "$2" link && for i in 1 2; do mkdir -p "$3" && cd -P "$3"; done';
  const args = ["-c", script, "sh", dir, kept, deep];
  await new Deno.Command("sh", { args, stderr: "null" }).output();
  await removeTree(dir);
  await assertRejects(() => Deno.lstat(dir), Deno.errors.NotFound);
  assertEquals((await Deno.lstat(kept)).isFile, true);
  await Deno.remove(kept);
});

Deno.test("removeTree() is content with what is not there", async () => {
  const dir = await Deno.makeTempDir();
  await Deno.remove(dir);
  await removeTree(dir);
});

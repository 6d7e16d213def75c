import { assertEquals, assertMatch } from "@std/assert";
import { withDir } from "../proc/with_dir.ts";
import { fakeResults } from "./targets/fake_results.ts";
import { writePage } from "./write_page.ts";

Deno.test("writePage() draws a page in a program of its own, over an older one", async () => {
  await withDir(async (dir) => {
    const path = `${dir}/page.html`;
    await Deno.writeTextFile(path, "old");
    const results = fakeResults({ ours: [1, 1, 1], theirs: [2, 2, 2] });
    assertEquals(await writePage(path, results), undefined);
    assertMatch(await Deno.readTextFile(path), /^<!DOCTYPE html>[^]*<svg[^]*<\/html>\s*$/);
    assertEquals(Array.from(Deno.readDirSync(dir), ({ name }) => name), ["page.html"]);
  });
});

Deno.test("writePage() says what went wrong and leaves the older page alone", async () => {
  await withDir(async (dir) => {
    const path = `${dir}/page.html`;
    await Deno.writeTextFile(path, "old");
    assertMatch(await writePage(path, { format: "none" }) ?? "", /Cannot draw these results/);
    assertEquals(await Deno.readTextFile(path), "old");
    const results = fakeResults({ ours: [1, 1, 1], theirs: [2, 2, 2] });
    assertMatch(await writePage("/dev/null/page.html", results) ?? "", /^Cannot write \/dev\/null/);
  });
});

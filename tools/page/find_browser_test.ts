import { assertEquals, assertStringIncludes } from "@std/assert";
import { findBrowser } from "./find_browser.ts";

Deno.test("findBrowser() finds a program by its name in the folders of PATH", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${dir}/a/chromium`, { recursive: true }); // a folder is no program
    await Deno.mkdir(`${dir}/b`);
    await Deno.writeTextFile(`${dir}/b/google-chrome`, "");
    const path = `:${dir}/none:${dir}/a:${dir}/b`;
    assertEquals(await findBrowser({ path }), { path: `${dir}/b/google-chrome` });
    assertEquals(await findBrowser({ path, named: `${dir}/chrome` }), {
      reason: `there is no Chromium at ${dir}/chrome`,
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("findBrowser() says what to install when there is none", async () => {
  assertEquals(await findBrowser({ path: "/nowhere" }), {
    reason: "there is no Chromium here (Debian: apt install chromium)",
  });
});

Deno.test("tools/deno.lock leaves the browser's driver to tools/page/deno.lock", async () => {
  const load = (path: string) => Deno.readTextFile(new URL(path, import.meta.url));
  assertEquals((await load("../deno.lock")).includes("playwright"), false);
  assertStringIncludes(await load("deno.lock"), "playwright-core");
});

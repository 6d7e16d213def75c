import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { withBrowser } from "./browser.ts";
import { findBrowser } from "./find_browser.ts";
import { testInBrowser } from "./test_in_browser.ts";

Deno.test("withBrowser() starts nothing when no browser was found", async () => {
  const found = { reason: "there is no Chromium here" };
  let hasActed = false;
  assertEquals(
    await withBrowser(found, () => Promise.resolve(void (hasActed = true))),
    found.reason,
  );
  assertEquals(hasActed, false);
});

await testInBrowser("withBrowser() says so when the program is no browser", async () => {
  const reason = await withBrowser({ path: "/bin/true" }, () => Promise.resolve());
  assertStringIncludes(reason ?? "", "/bin/true does not start as a browser: ");
});

await testInBrowser(
  "withBrowser() ends the browser when what is done with it fails",
  async (first) => {
    const found = await findBrowser();
    let second = first;
    const failing = withBrowser(found, (browser) => {
      second = browser;
      return Promise.reject(new RangeError("no such page"));
    });
    await assertRejects(() => failing, RangeError, "no such page");
    assertEquals([first.isConnected(), second.isConnected()], [true, false]);
  },
);

import { withBrowser } from "./browser.ts";
import { findBrowser } from "./find_browser.ts";
import type { Browser } from "./playwright.ts";

/** Registers a test that is given a browser; where there is none, it is ignored, and a line says why. */
export async function testInBrowser(
  name: string,
  fn: (browser: Browser, t: Deno.TestContext) => Promise<void>,
): Promise<void> {
  const found = await findBrowser();
  const skip = (reason: string) => console.log(`skipped: ${name}: ${reason}`);
  if ("reason" in found) skip(found.reason);
  Deno.test({
    name,
    ignore: "reason" in found,
    fn: async (t) => {
      const reason = await withBrowser(found, (browser) => fn(browser, t));
      if (reason !== undefined) skip(reason);
    },
  });
}

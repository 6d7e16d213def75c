// The one way to start a browser, for tests and for printing. Nothing needs one unless a page is looked at or printed, so
// what steers it is loaded when one was found, and not before: its name is no constant of an import.
import type { FoundBrowser } from "./find_browser.ts";
import type { Browser } from "./playwright.ts";

const DRIVER: string = "./playwright.ts";

/** Starts a browser for `act` and ends it, however that ends; returns why there was none. */
export async function withBrowser(
  found: FoundBrowser,
  act: (browser: Browser) => Promise<void>,
): Promise<string | undefined> {
  if ("reason" in found) return found.reason;
  const opened = await openBrowser(found.path);
  if ("reason" in opened) return opened.reason;
  try {
    await act(opened.browser);
    return undefined;
  } finally {
    await opened.browser.close();
  }
}

async function openBrowser(
  executablePath: string,
): Promise<{ readonly browser: Browser } | { readonly reason: string }> {
  try {
    const { chromium }: typeof import("./playwright.ts") = await import(DRIVER);
    const args = ["--no-sandbox", "--disable-gpu"]; // root has no sandbox; the pages are ours
    return { browser: await chromium.launch({ executablePath, args }) };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    return { reason: `the browser cannot be steered: ${reason}` };
  }
}

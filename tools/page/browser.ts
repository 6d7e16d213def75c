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
  const driver = await loadDriver();
  if ("reason" in driver) return driver;
  const args = ["--no-sandbox", "--disable-gpu"]; // root has no sandbox; the pages are ours
  try {
    return { browser: await driver.chromium.launch({ executablePath, args }) };
  } catch (error) {
    return { reason: `${executablePath} does not start as a browser: ${readFirstLine(error)}` };
  }
}

async function loadDriver(): Promise<
  typeof import("./playwright.ts") | { readonly reason: string }
> {
  try {
    return await import(DRIVER);
  } catch (error) {
    const hint = "it is downloaded once, so try again with a network";
    return { reason: `what steers the browser cannot be loaded: ${readFirstLine(error)}; ${hint}` };
  }
}

function readFirstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}

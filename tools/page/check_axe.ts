import type { Page } from "./playwright.ts";

const RULES: string = "./axe.ts"; // loaded by tests that found a browser, as ./browser.ts does

/** Unfolds all of a page and returns the rules of axe that it breaks, each with the first element that does. */
export async function checkAxe(page: Page): Promise<string[]> {
  const { AXE_SOURCE }: typeof import("./axe.ts") = await import(RULES);
  await page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)");
  await page.evaluate(AXE_SOURCE);
  return await page.evaluate<string[]>(
    `axe.run(document, { resultTypes: ["violations"] })
    .then(({ violations }) => violations.map((one) => one.id + ": " + one.nodes[0].html))`,
  );
}

// The printer: a process of its own, because what steers the browser is locked apart (tools/page/deno.lock), and so
// that whoever waits for it can end it with all that it has started. Its only argument is a file with a PrintOrder.
import { toFileUrl } from "../../../tests/harness/paths.ts";
import { withBrowser } from "../../page/browser.ts";
import type { Browser, Page } from "../../page/playwright.ts";
import type { PrintForm, PrintOrder } from "./print_job.ts";

/** The width that chats show pictures in, in CSS pixels; the picture has twice as many. */
const PICTURE_WIDTH = 640;

/** Prints all jobs of an order; returns why it cannot. */
export async function main([file = ""]: string[]): Promise<string | undefined> {
  const order: PrintOrder = JSON.parse(await Deno.readTextFile(file));
  return await withBrowser({ path: order.browser }, (browser) => printAll(browser, order));
}

/** Prints one after the other in the same page: a page of its own for each would cost a process of the browser. */
async function printAll(browser: Browser, { form, theme, jobs }: PrintOrder): Promise<void> {
  const context = await browser.newContext({
    offline: true,
    javaScriptEnabled: false,
    colorScheme: form === "pdf" ? "light" : theme,
    viewport: { width: PICTURE_WIDTH, height: 800 },
    deviceScaleFactor: 2,
  });
  try {
    const page = await context.newPage();
    for (const job of jobs) {
      await page.goto(toFileUrl(job.page).href);
      await page.evaluate(UNLINK);
      await Deno.writeFile(job.to, await PRINTERS[form](page));
    }
  } finally {
    await context.close();
  }
}

/** A link to another page leads nowhere on paper, and would tell where this machine keeps its temporary files. */
const UNLINK = `for (const link of document.querySelectorAll("a[href]")) {
  if (!/^(https?:|#)/.test(link.getAttribute("href"))) link.replaceWith(...link.childNodes);
}`;

const PRINTERS: Readonly<Record<PrintForm, (page: Page) => Promise<Uint8Array>>> = {
  pdf: (page) => page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true }),
  png: async (page) => {
    const style = await Deno.readTextFile(new URL("picture.css", import.meta.url));
    return await page.screenshot({ fullPage: true, style, animations: "disabled" });
  },
};

if (import.meta.main) {
  const problem = await main(Deno.args);
  if (problem !== undefined) console.log(problem);
  Deno.exit(problem === undefined ? 0 : 1);
}

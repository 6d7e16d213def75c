// The site as readers meet it: in a real browser, from the file system, on a phone, printed, without JavaScript.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { checkAxe } from "../../page/check_axe.ts";
import type { Browser, Page } from "../../page/playwright.ts";
import { testInBrowser } from "../../page/test_in_browser.ts";
import { buildSite } from "./build_site.ts";
import { countPages } from "../print/count_pages.ts";
import { writeSite } from "./write_site.ts";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");
/** What a page is shown with. */
interface View {
  readonly colorScheme: "light" | "dark";
  readonly viewport: { readonly width: number; readonly height: number };
  readonly javaScriptEnabled?: boolean;
}

const WIDE: View = { colorScheme: "light", viewport: { width: 1100, height: 800 } };
const PHONE: View = { colorScheme: "light", viewport: { width: 360, height: 740 } };
const VIEWS = [
  ["in the light scheme", WIDE],
  ["in the dark scheme", { ...WIDE, colorScheme: "dark" }],
  ["on a phone", PHONE],
] as const;
/** One page of each kind; all sheets at once are like one, and take axe as long as all others. */
const SAMPLE = ["index.html", "compare.html", "lessons/pipeline.html", "sheets/pipeline.html"];

await testInBrowser("the site works in Chromium", async (browser, t) => {
  const dir = await Deno.makeTempDir({ prefix: "ipc-site-" });
  try {
    const { texts: files } = await buildSite(ROOT);
    assertEquals(await writeSite(`${dir}/site`, files), undefined);
    const site = new Site(browser, `file://${dir}/site/`);
    const pages = [...files.keys()].filter((path) => path.endsWith(".html"));
    await t.step("no page of it is wider than a phone", () => checkWidth(site, pages));
    for (const [name, view] of VIEWS) {
      await t.step(`axe finds nothing ${name}`, () => checkRules(site, view));
    }
    await t.step("each sheet is printed on one page", () => checkPrint(site, pages));
    await t.step("search finds a lesson by a misspelt word", () => checkSearch(site));
    await t.step("the scheme can be changed, and stays", () => checkScheme(site));
    await t.step("the copy button copies the program", () => checkCopy(site));
    await t.step("without JavaScript, all texts are there", () => checkWithoutScript(site));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

/** Opens pages of a site that must not ask for anything but its own files. */
class Site {
  readonly #browser: Browser;
  readonly #base: string;

  constructor(browser: Browser, base: string) {
    this.#browser = browser;
    this.#base = base;
  }

  async open(view: View): Promise<{ page: Page; goto: (path: string) => Promise<void> }> {
    const context = await this.#browser.newContext({ ...view, offline: true });
    const page = await context.newPage();
    const wrong: string[] = [];
    page.on("request", (request) => {
      if (!/^(?:file|data):/.test(request.url())) wrong.push(request.url());
    });
    page.on("pageerror", (error) => wrong.push(String(error)));
    const goto = async (path: string) => {
      await page.goto(this.#base + path);
      assertEquals(wrong, [], path);
    };
    return { page, goto };
  }
}

async function checkWidth(site: Site, pages: readonly string[]): Promise<void> {
  const { page, goto } = await site.open(PHONE);
  for (const path of pages) {
    await goto(path);
    const width = await page.evaluate<number>("document.documentElement.scrollWidth");
    assert(width <= 360, `${path} is ${width} pixels wide`);
  }
  await page.close();
}

async function checkRules(site: Site, view: View): Promise<void> {
  const { page, goto } = await site.open(view);
  for (const path of SAMPLE) {
    await goto(path);
    assertEquals(await checkAxe(page), [], path);
  }
  await page.close();
}

/** The page of all sheets holds what each of them has; `deno task sheet --all --pdf` prints them one by one. */
async function checkPrint(site: Site, pages: readonly string[]): Promise<void> {
  const { page, goto } = await site.open({ ...WIDE, colorScheme: "dark" });
  const sheets = pages.filter((path) => path.startsWith("sheets/"));
  await goto("sheets.html");
  assertEquals(countPages(await page.pdf({ preferCSSPageSize: true })), sheets.length);
  await page.close();
}

async function checkSearch(site: Site): Promise<void> {
  const { page, goto } = await site.open(WIDE);
  await goto("lessons/sealed-box.html");
  await page.keyboard.press("/");
  await page.fill("#search", "semafore");
  await page.waitForSelector(".found li a");
  const hrefs = await page.evaluate<string[]>(
    "Array.from(document.querySelectorAll('.found a'), (link) => link.getAttribute('href'))",
  );
  assert(hrefs.includes("../lessons/semaphore.html"), hrefs.join(" "));
  await page.keyboard.press("Enter");
  await page.waitForSelector("h1");
  await page.close();
}

async function checkScheme(site: Site): Promise<void> {
  const { page, goto } = await site.open(WIDE);
  const paper = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
  await goto("index.html");
  assertEquals(await paper(), "rgb(255, 255, 255)");
  await page.click(".scheme");
  assertEquals([await paper(), await page.textContent(".scheme")], ["rgb(13, 17, 23)", "Light"]);
  await goto("lessons/pipeline.html");
  assertEquals(await paper(), "rgb(13, 17, 23)");
  await page.close();
}

async function checkCopy(site: Site): Promise<void> {
  const { page, goto } = await site.open(WIDE);
  await goto("lessons/pipeline.html");
  await page.evaluate(
    "navigator.clipboard.writeText = (text) => (globalThis.copied = text, Promise.resolve())",
  );
  await page.click("#sheet .code .copy");
  await page.waitForSelector(".copied:not(:empty)");
  const copied = await page.evaluate<string>("copied");
  const sheet = await Deno.readTextFile(`${ROOT}/lessons/05_pipeline/cheatsheet.md`);
  assertStringIncludes(sheet, `\`\`\`ts\n${copied}\n\`\`\``);
  await page.close();
}

async function checkWithoutScript(site: Site): Promise<void> {
  const { page, goto } = await site.open({ ...PHONE, javaScriptEnabled: false });
  await goto("lessons/pipeline.html");
  assertStringIncludes(await page.textContent("main") ?? "", "Swallow BrokenPipe and read on");
  await page.click("summary"); // folds out without a script
  await page.waitForSelector("details[open] p");
  await page.close();
}

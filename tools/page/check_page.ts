// Opens a page as its readers will: narrow and wide, light and dark, in a real browser that reports what is wrong.
import type { Browser } from "./playwright.ts";

/** How a page is looked at. */
export interface View {
  readonly width: number;
  readonly scheme: "light" | "dark";
  /** With `#`, or empty. */
  readonly fragment: string;
  /** A selector of elements that may or may not be seen, each with an id. */
  readonly shown: string;
}

/** What a browser found; a good page gives empty lists. */
export interface PageFindings {
  /** Rules of axe that are broken, each with the first element that does. */
  readonly violations: readonly string[];
  /** Whether the page as a whole must be scrolled sideways. */
  readonly isTooWide: boolean;
  /** What was asked from elsewhere than the page itself. */
  readonly requests: readonly string[];
  /** Errors and warnings of the console. */
  readonly complaints: readonly string[];
  /** The ids of the elements that `shown` selects and that can be seen, before anything is unfolded. */
  readonly shown: readonly string[];
}

/** Finds a Chromium on this machine. */
export async function findChromium(): Promise<string | undefined> {
  for (const path of ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]) {
    if (await Deno.stat(path).then((it) => it.isFile, () => false)) return path;
  }
  return undefined;
}

/** Starts a browser for `act` and ends it. */
export async function withBrowser(
  path: string,
  act: (browser: Browser) => Promise<void>,
): Promise<void> {
  const { chromium } = await import("./playwright.ts");
  const browser = await chromium.launch({
    executablePath: path,
    args: ["--no-sandbox", "--disable-gpu"], // root has no sandbox; the page is ours
  });
  try {
    await act(browser);
  } finally {
    await browser.close();
  }
}

/** Looks at a file in one view; the rules see everything unfolded. */
export async function checkPage(
  browser: Browser,
  file: string,
  { width, scheme, fragment, shown }: View,
): Promise<PageFindings> {
  const { AXE_SOURCE } = await import("./playwright.ts");
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  const [requests, complaints]: [string[], string[]] = [[], []];
  page.on("request", (one) => requests.push(one.url()));
  page.on("console", (one) => complaints.push(one.text()));
  page.on("pageerror", (one) => complaints.push(String(one)));
  try {
    await page.goto(`file://${file}${fragment}`);
    const ids = await page.evaluate<string[]>(
      `[...document.querySelectorAll(${JSON.stringify(shown)})]
      .filter((one) => one.checkVisibility()).map((one) => one.id)`,
    );
    await page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)");
    const isTooWide = await page.evaluate<boolean>(
      "document.documentElement.scrollWidth > innerWidth",
    );
    await page.evaluate(AXE_SOURCE);
    const violations = await page.evaluate<string[]>(
      `axe.run(document, { resultTypes: ["violations"] })
      .then(({ violations }) => violations.map((one) => one.id + ": " + one.nodes[0].html))`,
    );
    const foreign = requests.filter((one) => one.split("#")[0] !== `file://${file}`);
    return { violations, isTooWide, requests: foreign, complaints, shown: ids };
  } finally {
    await page.close();
  }
}

// Opens a page as its readers will: narrow and wide, light and dark, in a real browser that reports what is wrong.
import { checkAxe } from "./check_axe.ts";
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

/** Looks at a file in one view; the rules see everything unfolded. */
export async function checkPage(
  browser: Browser,
  file: string,
  { width, scheme, fragment, shown }: View,
): Promise<PageFindings> {
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
    // after the rules, which unfold everything: the page may have become wider
    const violations = await checkAxe(page);
    const isTooWide = await page.evaluate<boolean>(
      "document.documentElement.scrollWidth > innerWidth",
    );
    const foreign = requests.filter((one) => one.split("#")[0] !== `file://${file}`);
    return { violations, isTooWide, requests: foreign, complaints, shown: ids };
  } finally {
    await page.close();
  }
}

// For tests: a real Chromium, where there is one. Neither it nor what steers it is needed to build or to read the site,
// so both libraries are only fetched by a test that found a browser: the names are no constants of an import.

const PLAYWRIGHT = "npm:playwright-core@1.65.1";
const AXE = "npm:axe-core@4.14.1";
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** What a page is shown with. */
export interface View {
  readonly colorScheme: "light" | "dark";
  readonly viewport: { readonly width: number; readonly height: number };
  /** @default true */
  readonly javaScriptEnabled?: boolean;
  /** @default false */
  readonly offline?: boolean;
}

/** The part of playwright's Page that the tests use. */
export interface BrowserPage {
  goto(url: string): Promise<unknown>;
  evaluate<Result>(code: string): Promise<Result>;
  pdf(options: { preferCSSPageSize: boolean }): Promise<Uint8Array>;
  on(event: "request", listener: (request: { url(): string }) => void): void;
  on(event: "pageerror", listener: (error: Error) => void): void;
  fill(selector: string, text: string): Promise<void>;
  click(selector: string): Promise<void>;
  textContent(selector: string): Promise<string | null>;
  waitForSelector(selector: string): Promise<unknown>;
  readonly keyboard: { press(key: string): Promise<void> };
  close(): Promise<void>;
}

interface Context {
  newPage(): Promise<BrowserPage>;
}

/** A running browser. */
export interface TestBrowser {
  newContext(view: View): Promise<Context>;
  close(): Promise<void>;
}

/** A browser and the source of axe, or a sentence that says why there is none. */
export type OpenedBrowser =
  | { readonly browser: TestBrowser; readonly axe: string }
  | { readonly reason: string };

/** Starts the machine's Chromium. */
export async function openBrowser(): Promise<OpenedBrowser> {
  const executablePath = PLACES.find(isThere);
  if (executablePath === undefined) {
    return { reason: "there is no Chromium here (Debian: apt install chromium)" };
  }
  try {
    const { chromium } = await import(PLAYWRIGHT);
    const { default: { source } } = await import(AXE);
    const args = ["--no-sandbox"]; // the pages are ours, and root, as in containers, has no sandbox
    return { browser: await chromium.launch({ executablePath, args }), axe: source };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    return { reason: `the browser cannot be steered: ${reason}` };
  }
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

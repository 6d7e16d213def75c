// The page in a real Chromium: what no reading of its text can tell.
import { assertEquals } from "@std/assert";
import { checkPage, type View } from "../../page/check_page.ts";
import { testInBrowser } from "../../page/test_in_browser.ts";
import { renderHtml } from "./html.ts";
import { ANNA, BEN, CARL, makeLesson, makeReport, MALLORY, TEACHER } from "./sample_reports.ts";

/** A course of 25 lessons, which is wider than any telephone. */
const LONG = makeReport(
  "maria-antonia.de.la.fuente",
  Array.from(
    { length: 25 },
    (_, index) =>
      makeLesson({
        id: `lesson-${index}`,
        title: `Rendezvous ${index}`,
        status: index % 3 === 0 ? "timeout" : "pass",
      }),
  ),
);

/** Views of the page, and what of the students is to be seen in each. */
const VIEWS: readonly [View, string[]][] = [
  [{ width: 1200, scheme: "light", fragment: "", shown: ".student" }, [
    "s1",
    "s2",
    "s3",
    "s4",
    "s5",
  ]],
  [{ width: 360, scheme: "dark", fragment: "", shown: ".student ul" }, []],
  [{ width: 360, scheme: "light", fragment: "#s1", shown: ".student" }, ["s1"]],
  [{ width: 1200, scheme: "dark", fragment: "#s1-2", shown: ".student ul" }, ["s1-2"]],
];

await testInBrowser(
  "renderHtml() gives a clean page in every view, and a link shows one student alone or unfolds one lesson",
  async (browser) => {
    const file = await Deno.makeTempFile({ prefix: "ipc-page-", suffix: ".html" });
    try {
      await Deno.writeTextFile(file, renderHtml([ANNA, BEN, CARL, MALLORY, LONG], TEACHER));
      for (const [view, expected] of VIEWS) {
        const { shown, ...found } = await checkPage(browser, file, view);
        const clean = { violations: [], isTooWide: false, requests: [], complaints: [] };
        assertEquals<unknown>([found, shown], [clean, expected], JSON.stringify(view));
      }
    } finally {
      await Deno.remove(file);
    }
  },
);

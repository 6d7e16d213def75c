import { assertEquals } from "@std/assert";
import { checkPage } from "./check_page.ts";
import { testInBrowser } from "./test_in_browser.ts";

const BAD =
  `<!DOCTYPE html><html><head><meta charset="utf-8"><title>Bad</title></head><body><main><h1>Bad</h1>
<img src="https://example.invalid/x.png"><p id="low" style="color:#ccc">low</p><p id="gone" hidden>gone</p>
<div style="width:2000px">wide</div></main></body></html>`;

await testInBrowser("checkPage() finds what is wrong with a page", async (browser) => {
  const file = await Deno.makeTempFile({ prefix: "ipc-page-", suffix: ".html" });
  try {
    await Deno.writeTextFile(file, BAD);
    const view = { width: 360, scheme: "light", fragment: "", shown: "p" } as const;
    const { violations, complaints, ...found } = await checkPage(browser, file, view);
    assertEquals(found, {
      isTooWide: true,
      requests: ["https://example.invalid/x.png"],
      shown: ["low"],
    });
    const rules = violations.map((one) => one.split(":")[0]);
    assertEquals(
      ["color-contrast", "html-has-lang", "image-alt"].filter((rule) => !rules.includes(rule)),
      [],
    );
    assertEquals(complaints.length, 1, "the picture that cannot be loaded");
  } finally {
    await Deno.remove(file);
  }
});

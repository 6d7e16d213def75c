import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { loadSheet } from "./load_sheet.ts";
import { OVERVIEW, withOverview } from "./overview.ts";
import { buildSheets } from "./site/build_sheets.ts";
import { renderPost } from "./telegram/render_post.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");

Deno.test("withOverview() leaves it out where there is none", async () => {
  const dir = await Deno.makeTempDir();
  try {
    assertEquals(await withOverview(dir, []), []);
    assertEquals(await withOverview(ROOT, []), [OVERVIEW]);
  } finally {
    await Deno.remove(dir);
  }
});

Deno.test("the overview is one message, and leads to the comparison", async () => {
  const sheet = await loadSheet(ROOT, OVERVIEW);
  const { parts, buttons } = renderPost(sheet, { base: "https://example.org/course/" });
  assertEquals(parts.length, 1);
  assertEquals(buttons[0], {
    type: "url",
    text: "Comparison",
    url: "https://example.org/course/lessons/README.md",
  });
});

Deno.test("the overview alone, from another process, leads to lessons and the comparison", async () => {
  const other: typeof OVERVIEW = JSON.parse(JSON.stringify(OVERVIEW)); // as it comes to the printer
  const html = (await buildSheets(ROOT, [other])).get("sheets/overview.html") ?? "";
  assertStringIncludes(html, '<a href="../compare.html">the comparison</a>');
  assertStringIncludes(html, '<a href="../lessons/chooser.html">Choose one, and say why</a>');
});

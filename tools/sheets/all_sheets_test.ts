// Every sheet of the course in every form that needs no browser; print/print_sheets_test.ts prints them all.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { makeStyles } from "../term/style.ts";
import { drawFlowsSvg } from "./draw_flow_svg.ts";
import { loadSheets } from "./load_sheet.ts";
import { withOverview } from "./overview.ts";
import { renderMarkdown } from "./render_markdown.ts";
import { renderTerminal } from "./render_terminal.ts";
import { renderPost } from "./telegram/render_post.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const LESSONS = await loadLessons(ROOT);
const SHEETS = await loadSheets(ROOT, await withOverview(ROOT, LESSONS));
const styles = makeStyles(false);

Deno.test("every sheet fits a terminal of 80 columns, and a narrow one read aloud", () => {
  assertEquals(SHEETS.length, LESSONS.length + 1);
  for (const { sheet, lesson } of SHEETS) {
    for (const [columns, isPlain] of [[80, false], [40, true]] as const) {
      const lines = renderTerminal(sheet, { columns, isPlain, styles }).split("\n");
      const long = lines.filter((line) => [...line].length > columns && !line.startsWith("  "));
      assertEquals(long, [], lesson.slug); // a program is not broken: it must stay one to copy
    }
  }
});

Deno.test("every sheet is Markdown that stands on its own, a picture and one message", () => {
  for (const { sheet, lesson } of SHEETS) {
    const { front } = sheet;
    assertStringIncludes(renderMarkdown(sheet), `# ${front.title}\n`);
    const svg = drawFlowsSvg(sheet.flows, { theme: "auto" });
    assert(/^<svg [^]*<\/svg>\s*$/.test(svg), lesson.slug);
    const { parts } = renderPost(sheet, { base: "https://example.org/course/" });
    assertEquals(parts.map(({ unitCount }) => unitCount <= 4096), [true], lesson.slug);
  }
});

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { SAMPLE_LESSON } from "../sample_sheet.ts";
import { type HtmlContext, renderHtml, renderSentence } from "./render_html.ts";
import { makeSiteMap } from "./site_map.ts";

const makeContext = (more: Partial<HtmlContext> = {}): HtmlContext => ({
  source: "lessons/05_pipeline/README.md",
  page: "lessons/pipeline.html",
  siteMap: makeSiteMap([SAMPLE_LESSON], { hasComparison: true }),
  highlight: (code, language) => `<pre>${language}:${code}</pre>`,
  ids: new Set(["main"]),
  ...more,
});

Deno.test("renderHtml() gives each heading an id of its own and a link to it", () => {
  assertEquals(
    renderHtml("# T\n\n## Look `a()`, again\n", makeContext({ idPrefix: "x-", deeper: 1 })),
    '<h2 id="x-t">T <a class="anchor" href="#x-t" aria-label="Link to this section">#</a></h2>\n' +
      '<h3 id="x-look-a-again">Look <code>a()</code>, again ' +
      '<a class="anchor" href="#x-look-a-again" aria-label="Link to this section">#</a></h3>\n',
  );
});

Deno.test("renderHtml() refuses two headings with one id, also from two texts of a page", () => {
  assertThrows(() => renderHtml("## A\n\n## a!\n", makeContext()), RangeError, '"a"');
  assertThrows(() => renderHtml("## Main\n", makeContext()), RangeError, '"main"');
});

for (
  const [markdown, html] of [
    ["[sheet](cheatsheet.md)", '<a href="../sheets/pipeline.html">sheet</a>'],
    ["[hints](hints.md#question)", '<a href="pipeline.html#hints">hints</a>'],
    ["[T2](../../tests/05_pipeline_test.ts)", '<a href="pipeline.html">T2</a>'],
    ["[mod.ts](mod.ts)", '<span class="file" title="lessons/05_pipeline/mod.ts">mod.ts</span>'],
    ["[Deno](https://deno.com/?a=1&b)", '<a href="https://deno.com/?a=1&amp;b">Deno</a>'],
    ["[here](#story)", '<a href="#story">here</a>'],
  ] as const
) {
  Deno.test(`renderHtml() leads ${markdown} to its place on the site`, () => {
    assertEquals(renderHtml(markdown, makeContext()), `<p>${html}</p>\n`);
  });
}

Deno.test("renderHtml() draws a picture twice: for pages and for phones", () => {
  const html = renderHtml("```flow\na --to--> b\n```\n", makeContext());
  assertEquals(html.match(/<div class="(wide|narrow)"><svg /g)?.length, 2);
  assertEquals(html.match(/aria-label="from a to b: to"/g)?.length, 2);
});

Deno.test("renderHtml() hands a program and its language to the highlighter", () => {
  const html = renderHtml("```ts ignore\nconst a = 1 < 2;\n```\n", makeContext());
  assertEquals(html, '<div class="code"><pre>ts:const a = 1 < 2;</pre></div>\n');
});

Deno.test("renderHtml() makes a table whose cells know their titles, for phones", () => {
  const html = renderHtml("| A | `B` & C |\n| - | - |\n| `a` | c |\n", makeContext());
  assertStringIncludes(html, '<th role="columnheader" scope="col"><code>B</code> &amp; C</th>');
  const cells = '<td role="cell"><code>a</code></td><td role="cell" data-title="B &amp; C">c</td>';
  assertStringIncludes(html, `<tr role="row">${cells}</tr>`);
});

Deno.test("renderHtml() refuses HTML in a text: it would go out unchecked", () => {
  for (const markdown of ["<script>a</script>\n", "a <b>c</b>\n"]) {
    assertThrows(() => renderHtml(markdown, makeContext()), TypeError, "05_pipeline/README.md");
  }
});

Deno.test("renderSentence() escapes text and marks code", () => {
  assertEquals(renderSentence("`a < b` & c"), "<code>a &lt; b</code> &amp; c");
});

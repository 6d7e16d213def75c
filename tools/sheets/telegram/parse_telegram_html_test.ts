import { assertEquals, assertThrows } from "@std/assert";
import { parseTelegramHtml } from "./parse_telegram_html.ts";

Deno.test("parseTelegramHtml() gives what the reader sees and counts the entities", () => {
  const html =
    ' <b>a &lt;<i>b</i></b> &amp; &quot;&#99;&#x64; <a href="https://e.org/?a=1&amp;b=2">e</a>\n';
  assertEquals(parseTelegramHtml(html), { text: 'a <b & "cd e', entityCount: 3 });
});

for (
  const html of [
    '<pre><code class="language-c++">a &gt; b</code></pre>',
    "<blockquote expandable><b>a</b> <code>b</code></blockquote>",
    '<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>',
    "<B>a</B>",
  ]
) {
  Deno.test(`parseTelegramHtml() accepts ${html}`, () => {
    assertEquals(parseTelegramHtml(html).entityCount > 0, true);
  });
}

for (
  const [html, words] of [
    ["a < b", '"<" must be escaped'],
    ["a & b", '"&" must be escaped'],
    ["a &nbsp; b", '"&nbsp;" must be escaped'],
    ["<p>a</p>", "<p> is no tag"],
    ["<br>", "<br> is no tag"],
    ["<constructor>", "is no tag"],
    ["<b>a", "<b> is never closed"],
    ["a</b>", "</b> closes <nothing>"],
    ["<b><i>a</b></i>", "</b> closes <i>"],
    ['<b class="x">a</b>', "attribute it cannot have"],
    ["<a>a</a>", "attribute it cannot have"],
    ['<span class="x">a</span>', "attribute it cannot have"],
    ["<code><b>a</b></code>", "stands inside <code>"],
    ["<pre><b>a</b></pre>", "stands inside <pre>"],
    ['<code class="language-ts">a</code>', "only works directly inside <pre>"],
    ["<blockquote><b><blockquote>a</blockquote></b></blockquote>", "inside another"],
  ] as const
) {
  Deno.test(`parseTelegramHtml() refuses ${html}`, () => {
    assertThrows(() => parseTelegramHtml(html), SyntaxError, words);
  });
}

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { parseSample } from "../sample_sheet.ts";
import { parseTelegramHtml } from "./parse_telegram_html.ts";
import { renderPost } from "./render_post.ts";

const BASE = "https://example.org/course/";

Deno.test("renderPost() renders a sheet as one message", () => {
  const { parts: [part, ...rest] } = renderPost(parseSample(), { base: BASE });
  assertEquals(rest, []);
  assertEquals(
    part?.html,
    `<b>Pipelines</b>
<i>The last reader decides when a pipeline ends.</i>

<b>In one minute</b>
• One: <code>head</code> leaves.
• Two: <code>yes</code> gets <b>EPIPE</b>.
• Three: all end.

<b>Picture</b>
<pre>┌────────┐
│  yes   │
└────────┘
    │ stdout
    ▼
╭────────╮
│  pipe  │
│ 64 KiB │
╰────────╯
    │ stdin
    ▼
┌────────┐
│  head  │
└────────┘</pre>

<b>Calls</b>
• <code>new Deno.Command(…)</code>
    Does: starts
• <code>child.status</code>
    Does: waits

<b>Pattern</b>
<pre><code class="language-typescript">const child = new Deno.Command(&quot;true&quot;).spawn();
console.log((await child.status).code);</code></pre>

<b>Traps</b>
• Who waits for <code>yes</code> waits for ever.

<b>See also</b>
• <a href="https://example.org/course/lessons/05_pipeline/README.md">Lesson 05</a>
• <code>man 7 pipe</code>

Practise: <code>deno task learn run pipeline</code>
#ipc #pipe #EPIPE`,
  );
});

Deno.test("renderPost() has buttons for the lesson, for sharing it and for practising", () => {
  const lesson = "https://example.org/course/lessons/05_pipeline/README.md";
  const text = "Pipelines: The last reader decides when a pipeline ends.";
  const practise = "deno task learn run pipeline";
  assertEquals(renderPost(parseSample(), { base: BASE }).buttons, [
    { type: "url", text: "Lesson", url: lesson },
    {
      type: "url",
      text: "Share",
      url: `https://t.me/share/url?url=${encodeURIComponent(lesson)}&text=${
        encodeURIComponent(text)
      }`,
    },
    { type: "copy", text: `Copy: ${practise}`, copied: practise },
  ]);
});

Deno.test("renderPost() has a button for the PDF, also when the course itself has no address", () => {
  const pdf = "https://example.org/site/sheets/pipeline.pdf";
  const button = { type: "url", text: "PDF", url: pdf } as const;
  const texts = renderPost(parseSample(), { base: BASE, pdf }).buttons.map(({ text }) => text);
  assertEquals(texts.slice(0, 3), ["Lesson", "PDF", "Share"]);
  assertEquals(renderPost(parseSample(), { pdf }).buttons[0], button);
});

Deno.test("renderPost() shows a path in place of a link when the course has no address", () => {
  const { parts, buttons } = renderPost(parseSample());
  assertStringIncludes(parts[0]?.html ?? "", "• Lesson 05 (lessons/05_pipeline/README.md)\n");
  assertEquals(buttons.map(({ type }) => type), ["copy"]);
});

Deno.test("renderPost() escapes what would be a tag, and telegram reads it back", () => {
  const { parts } = renderPost(parseSample("`child.status`", '`<b>a & "b"</b>`'));
  const { text } = parseTelegramHtml(parts[0]?.html ?? "");
  assertStringIncludes(text, '• <b>a & "b"</b>\n');
});

Deno.test("renderPost() makes a hashtag of any tag", () => {
  const { parts } = renderPost(parseSample("tags: pipe, EPIPE", "tags: end-of-file, 2nd try"));
  assertStringIncludes(parts[0]?.html ?? "", "#ipc #end_of_file #2nd_try");
});

Deno.test("renderPost() begins a second message where the first is full", () => {
  const bullet = `- ${"a ".repeat(1900)}\n`;
  const sheet = parseSample("- Who waits for `yes` waits for ever.\n", bullet);
  const counts = renderPost(sheet).parts.map(({ unitCount }) => unitCount);
  assertEquals([counts.length, counts.every((count) => count <= 4096)], [2, true]);
});

Deno.test("renderPost() refuses code inside code that telegram would refuse", () => {
  const sheet = parseSample("[Lesson 05](README.md)", "[a ![b](c.png)](README.md)");
  assertThrows(() => renderPost(sheet), TypeError, "Cannot render image");
});

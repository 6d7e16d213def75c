import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseSample } from "../sample_sheet.ts";
import { renderChatPage } from "./render_chat_page.ts";
import { renderPost } from "./render_post.ts";

Deno.test("renderChatPage() shows each part with its count and each button, and loads nothing", () => {
  const post = renderPost(parseSample(), { base: "https://example.org/" });
  const page = renderChatPage([{ name: "a < b", post }]);
  const [part] = post.parts;
  assertStringIncludes(page, `<div class="part">${part?.html}<div class="count">`);
  assertStringIncludes(page, `${part?.unitCount} of 4096`);
  assertStringIncludes(page, "<h2>a &lt; b</h2>");
  assertEquals(page.match(/<span title="[^"]+">/g)?.length, 3);
  assertEquals(page.match(/<(?:script|link|img)|src=|@import|url\(/g), null);
});

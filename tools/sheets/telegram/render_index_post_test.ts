import { assertEquals, assertThrows } from "@std/assert";
import { SAMPLE_LESSON } from "../sample_sheet.ts";
import { parseState } from "./posts_state.ts";
import { renderIndexPost } from "./render_index_post.ts";

const second = { ...SAMPLE_LESSON, number: 6, slug: "connection", title: "Send & receive" };
const third = { ...SAMPLE_LESSON, number: 7, slug: "fifo", title: "Not posted" };
const state = parseState(JSON.stringify({
  format: 1,
  channel: { id: -1001, username: "ipc_course" },
  base: "https://example.org/course/",
  messages: { "pipeline/1": { id: 12, hash: "" }, "connection/1": { id: 13, hash: "" } },
}));

Deno.test("renderIndexPost() lists what is posted, by unit, and says how to begin", () => {
  const { key, html, buttons } = renderIndexPost([SAMPLE_LESSON, second, third], state);
  assertEquals([key, html], [
    "index",
    `<b>Inter-process communication, by making failing tests pass</b>
<i>The cheat sheets of this channel. Each lesson is a small module with failing tests.</i>

<b>Boxes and pipes</b>
<a href="https://t.me/ipc_course/12">05 Run a pipeline</a>
<a href="https://t.me/ipc_course/13">06 Send &amp; receive</a>

Begin: <code>deno task learn</code>
#ipc`,
  ]);
  assertEquals(buttons.map(({ text }) => text), ["Course", "Share", "Copy: deno task learn"]);
});

Deno.test("renderIndexPost() has a button for all sheets on paper when there is a site", () => {
  const { buttons } = renderIndexPost([], { ...state, site: "https://example.org/site/" });
  assertEquals(buttons[1], {
    type: "url",
    text: "All as PDF",
    url: "https://example.org/site/sheets/all_sheets.pdf",
  });
});

Deno.test("renderIndexPost() refuses more lessons than one message lists", () => {
  const title = "x".repeat(5000);
  assertThrows(
    () => renderIndexPost([{ ...SAMPLE_LESSON, title }], state),
    RangeError,
    "shorten their titles",
  );
});

import { assertEquals } from "@std/assert";
import { listMessages, makeContent, messageUrl } from "./channel_message.ts";

const COPY = { type: "copy", text: "Copy: ls", copied: "ls" } as const;
const URL_BUTTON = { type: "url", text: "Lesson", url: "https://example.org/" } as const;
const part = (html: string) => ({ html, unitCount: html.length, entityCount: 0 });

Deno.test("listMessages() puts the buttons below the last message", () => {
  const post = { parts: [part("<b>a</b>"), part("b")], buttons: [COPY] };
  const messages = listMessages("pipe", post).map(({ key, text, buttons }) => [key, text, buttons]);
  assertEquals(messages, [["pipe/1", "a", []], ["pipe/2", "b", [COPY]]]);
});

Deno.test("makeContent() has links in one row, copying in another, and no preview of a link", () => {
  const [message] = listMessages("pipe", { parts: [part("a")], buttons: [COPY, URL_BUTTON] });
  assertEquals(message === undefined ? undefined : makeContent(message), {
    text: "a",
    parse_mode: "HTML",
    link_preview_options: { is_disabled: true },
    reply_markup: {
      inline_keyboard: [
        [{ text: "Lesson", url: "https://example.org/" }],
        [{ text: "Copy: ls", copy_text: { text: "ls" } }],
      ],
    },
  });
});

Deno.test("messageUrl() leads into a public channel by its name, into a private one by its number", () => {
  assertEquals(messageUrl({ id: -1001234, username: "ipc" }, 7), "https://t.me/ipc/7");
  assertEquals(messageUrl({ id: -1001234, username: null }, 7), "https://t.me/c/1234/7");
});

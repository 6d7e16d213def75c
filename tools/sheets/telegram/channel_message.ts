import { createHash } from "node:crypto";
import { parseTelegramHtml } from "./parse_telegram_html.ts";
import type { Channel } from "./posts_state.ts";
import type { Post, PostButton } from "./render_post.ts";

/** A message as the channel is to show it. */
export interface ChannelMessage {
  /** As in `pipeline/1`, or `index`. */
  readonly key: string;
  readonly html: string;
  /** What the reader sees. */
  readonly text: string;
  readonly buttons: readonly PostButton[];
  /** Of all that the reader sees: equal content, equal hash. */
  readonly hash: string;
}

/** Makes a message. @throws {SyntaxError} when telegram would refuse it */
export function makeMessage(
  key: string,
  { html, buttons }: { html: string; buttons: readonly PostButton[] },
): ChannelMessage {
  const { text } = parseTelegramHtml(html);
  const hash = createHash("sha256").update(JSON.stringify([html, buttons])).digest("hex");
  return { key, html, text, buttons, hash };
}

/** The messages of a lesson's post; the buttons stand below the last. */
export function listMessages(slug: string, { parts, buttons }: Post): ChannelMessage[] {
  return parts.map(({ html }, index) =>
    makeMessage(`${slug}/${index + 1}`, {
      html,
      buttons: index === parts.length - 1 ? buttons : [],
    })
  );
}

/** What sendMessage and editMessageText are to be called with, beside the channel. */
export interface MessageContent {
  readonly text: string;
  readonly parse_mode: "HTML";
  readonly link_preview_options: { readonly is_disabled: true };
  readonly reply_markup: { readonly inline_keyboard: KeyboardButton[][] };
}

/** A button in telegram's own form. */
type KeyboardButton =
  | { text: string; url: string }
  | { text: string; copy_text: { text: string } };

/** Makes the content of a message, in telegram's own form. */
export function makeContent({ html, buttons }: ChannelMessage): MessageContent {
  const row = (type: PostButton["type"]) =>
    buttons.filter((button) => button.type === type).map((button): KeyboardButton =>
      button.type === "url"
        ? { text: button.text, url: button.url }
        : { text: button.text, copy_text: { text: button.copied } }
    );
  const rows = [row("url"), row("copy")].filter(({ length }) => length > 0);
  return {
    text: html,
    parse_mode: "HTML",
    link_preview_options: { is_disabled: true },
    reply_markup: { inline_keyboard: rows },
  };
}

/** The address of a message of a channel. */
export function messageUrl({ id, username }: Channel, messageId: number): string {
  if (username !== null) return `https://t.me/${username}/${messageId}`;
  return `https://t.me/c/${String(id).replace(/^-100/, "")}/${messageId}`; // for members alone
}

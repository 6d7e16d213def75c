import { type ChannelMessage, listMessages, makeContent } from "../channel_message.ts";
import { ALL } from "./answer_message.ts";
import type { BotEntry } from "./bot_course.ts";
import { findEntries } from "./find_entries.ts";

/** A sheet that somebody can send to any chat: telegram's InlineQueryResultArticle. */
export interface InlineArticle {
  readonly type: "article";
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly input_message_content: {
    readonly message_text: string;
    readonly parse_mode: "HTML";
    readonly link_preview_options: { readonly is_disabled: true };
  };
  readonly reply_markup?: Keyboard;
}

/** What is offered for an inline query. */
export interface InlineAnswer {
  readonly results: readonly InlineArticle[];
  /** What telegram sends with the query for the next page; empty: this is the last. */
  readonly nextOffset: string;
  /** Stands above the results, and opens the chat with the bot: telegram's InlineQueryResultsButton. */
  readonly button: InlineButton | undefined;
}

interface InlineButton {
  readonly text: string;
  /** The bot receives it as `/start all`. */
  readonly start_parameter: string;
}

type Keyboard = ReturnType<typeof makeContent>["reply_markup"];

/** Telegram takes 50; whole sheets are a lot to send at each letter that is typed. */
const PAGE_SIZE = 10;
const SEE_ALL: InlineButton = {
  text: "No lesson is about that: see all",
  start_parameter: ALL,
};

/**
 * Answers an inline query, as in `@bot pipes`: the sheets that fit, or all of them while nothing has been typed; a sheet
 * of several messages is offered in parts, since an inline result is one message.
 *
 * @param offset empty for the first page, else as a former answer has given it
 */
export function answerInline(
  entries: readonly BotEntry[],
  query: string,
  offset: string,
): InlineAnswer {
  const { fitting, button } = select(entries, query);
  const articles = fitting.flatMap(listArticles);
  const start = /^\d{1,6}$/.test(offset) ? Number(offset) : 0;
  const end = start + PAGE_SIZE;
  return {
    results: articles.slice(start, end),
    nextOffset: end < articles.length ? String(end) : "",
    button,
  };
}

function select(
  entries: readonly BotEntry[],
  query: string,
): { fitting: readonly BotEntry[]; button: InlineButton | undefined } {
  if (query.trim() === "") return { fitting: entries, button: undefined };
  const found = findEntries(entries, query);
  switch (found.type) {
    case "exact":
      return { fitting: [found.entry], button: undefined };
    case "hits":
      return { fitting: found.entries, button: undefined };
    case "none":
      return { fitting: found.nearest === undefined ? [] : [found.nearest], button: SEE_ALL };
  }
}

function listArticles({ lesson, title, summary, post }: BotEntry): InlineArticle[] {
  const messages = listMessages(lesson.slug, post);
  return messages.map((message, index) => {
    const part = messages.length === 1 ? "" : ` (${index + 1} of ${messages.length})`;
    const number = String(lesson.number).padStart(2, "0");
    return makeArticle(message, { title: `${number} ${title}${part}`, description: summary });
  });
}

function makeArticle(
  message: ChannelMessage,
  texts: { title: string; description: string },
): InlineArticle {
  const { text, parse_mode, link_preview_options, reply_markup } = makeContent(message);
  return {
    type: "article",
    id: message.key,
    ...texts,
    input_message_content: { message_text: text, parse_mode, link_preview_options },
    ...(message.buttons.length === 0 ? {} : { reply_markup }),
  };
}

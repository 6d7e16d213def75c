// What a Bot API double keeps for an interactive bot: chats with people, and the updates that the bot asks for.
import type { DoubleAnswer, DoubleBody } from "../channel_double.ts";
import { readContent, Refusal, refuse } from "../double_content.ts";

/** A message that the bot has sent. */
export interface SentMessage {
  readonly chatId: number;
  /** What the reader sees. */
  readonly text: string;
  /** The buttons, as JSON. */
  readonly markup: string;
}

/** What the bot has answered an inline query with. */
export interface OfferedResults {
  readonly ids: readonly string[];
  readonly nextOffset: string;
  /** What its button brings along. */
  readonly payload: string | undefined;
}

/** How a message reaches the bot. */
export interface SaidOptions {
  /** @default "private" */
  readonly chat?: "private" | "group";
  /** Whether it is an inline result that was sent by way of the bot. @default false */
  readonly isViaBot?: boolean;
}

const BOT = { id: 777, is_bot: true, first_name: "Course", username: "ipc_course_bot" };
const PERSON = { id: 4242, is_bot: false, first_name: "Ada" };
const CHATS = {
  private: { id: PERSON.id, type: "private", first_name: PERSON.first_name },
  group: { id: -55, type: "group", title: "Study group" },
} as const;
/** What telegram takes of an inline answer. */
const MAX_RESULTS = 50;
const MAX_ID_BYTES = 64;

/** People that write to a bot, for tests: it refuses what telegram refuses, in telegram's own words. */
export class ChatsDouble {
  readonly sent: SentMessage[] = [];
  /** By the number of the query. */
  readonly offered = new Map<string, OfferedResults>();
  /** What the menu of the bot holds. */
  commands: readonly unknown[] = [];
  readonly #hasInline: boolean;
  readonly #updates: { readonly update_id: number }[] = [];
  readonly #open = new Set<string>();
  readonly #waiting = new Set<() => void>();
  #lastId = 100;
  #endPoll = () => {};

  constructor({ hasInline = true }: { readonly hasInline?: boolean } = {}) {
    this.#hasInline = hasInline;
  }

  /** How many updates the bot has not confirmed. */
  get pendingCount(): number {
    return this.#updates.length;
  }

  /** Writes to the bot; undefined stands for a picture. */
  say(text: string | undefined, { chat = "private", isViaBot = false }: SaidOptions = {}): void {
    const message = { message_id: ++this.#lastId, date: 0, chat: CHATS[chat], from: PERSON };
    const content = text === undefined ? { photo: [] } : { text };
    this.#push({ message: { ...message, ...content, ...(isViaBot ? { via_bot: BOT } : {}) } });
  }

  /** Types an inline query; gives its number. */
  ask(query: string, offset: string = ""): string {
    const id = String(++this.#lastId);
    this.#open.add(id);
    this.#push({ inline_query: { id, from: PERSON, query, offset } });
    return id;
  }

  /** Resolves once something is so; it is looked at after each call of the bot. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** Lets a poll that is waiting end. */
  end(): void {
    this.#endPoll();
  }

  /** Does what a call asks for, or refuses it; undefined when it is not about chats with people. */
  answer(method: string, body: DoubleBody): Promise<DoubleAnswer> | undefined {
    const run = this.#find(method, body);
    return run === undefined ? undefined : this.#run(run);
  }

  async #run(run: () => unknown): Promise<DoubleAnswer> {
    try {
      return { ok: true, result: await run() };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ok: false, error_code: error.code, description: error.message };
    } finally {
      for (const resolve of this.#waiting) resolve();
      this.#waiting.clear();
    }
  }

  #find(method: string, body: DoubleBody): (() => unknown) | undefined {
    switch (method) {
      case "getMe":
        return () => ({ ...BOT, supports_inline_queries: this.#hasInline });
      case "deleteWebhook":
        return () => true;
      case "setMyCommands":
        return () => (this.commands = body.commands as unknown[], true);
      case "getUpdates":
        return () => this.#poll(body);
      case "sendMessage":
        return () => this.#send(body);
      case "answerInlineQuery":
        return () => this.#offer(body);
    }
    return undefined;
  }

  #push(update: Readonly<Record<string, unknown>>): void {
    this.#updates.push({ update_id: ++this.#lastId, ...update });
    this.#endPoll();
  }

  /** Telegram holds a poll until there is something; here there is no other end, so that no test depends on time. */
  async #poll({ offset, timeout }: DoubleBody): Promise<unknown> {
    this.#endPoll();
    const confirmed = this.#updates.findIndex(({ update_id }) => update_id >= Number(offset ?? 0));
    this.#updates.splice(0, confirmed < 0 ? this.#updates.length : confirmed);
    if (this.#updates.length === 0 && timeout !== undefined) {
      await new Promise<void>((resolve) => this.#endPoll = resolve);
    }
    return [...this.#updates];
  }

  #send(body: DoubleBody): unknown {
    const chat = Object.values(CHATS).find(({ id }) => id === body.chat_id);
    if (chat === undefined) throw refuse("chat not found");
    const { text, markup } = readContent(body);
    this.sent.push({ chatId: chat.id, text, markup });
    return { message_id: ++this.#lastId, date: 0, chat, text };
  }

  #offer({ inline_query_id, results, next_offset = "", button }: DoubleBody): true {
    const queryId = String(inline_query_id);
    if (!this.#open.delete(queryId)) {
      throw refuse("query is too old and response timeout expired or query ID is invalid");
    }
    const articles = results as readonly { id: string; [key: string]: unknown }[];
    if (articles.length > MAX_RESULTS) throw refuse("RESULTS_TOO_MUCH");
    for (const article of articles) checkArticle(article);
    const ids = articles.map(({ id }) => id);
    if (new Set(ids).size < ids.length) throw refuse("RESULT_ID_DUPLICATE");
    const payload = (button as { start_parameter?: string } | undefined)?.start_parameter;
    if (payload !== undefined && !/^[\w-]{1,64}$/.test(payload)) {
      throw refuse("START_PARAM_INVALID");
    }
    this.offered.set(queryId, { ids, nextOffset: String(next_offset), payload });
    return true;
  }
}

function checkArticle(article: { id: string; [key: string]: unknown }): void {
  const { id, type, title, input_message_content, reply_markup } = article;
  const byteCount = new TextEncoder().encode(id).length;
  if (byteCount === 0 || byteCount > MAX_ID_BYTES) throw refuse("RESULT_ID_INVALID");
  if (type !== "article" || typeof title !== "string") throw refuse("can't parse inline result");
  const { message_text, parse_mode } = input_message_content as Record<string, unknown>;
  readContent({ text: message_text, parse_mode, reply_markup });
}

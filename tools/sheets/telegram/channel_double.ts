import { readContent, Refusal, refuse } from "./double_content.ts";

/** A message of the channel. */
export interface DoublePost {
  readonly html: string;
  /** What the reader sees. */
  readonly text: string;
  /** The buttons, as JSON. */
  readonly markup: string;
  readonly isSilent: boolean;
  /** Whether somebody else wrote it: the bot may not edit it. */
  readonly isForeign: boolean;
}

/** What the Bot API answers. */
export type DoubleAnswer =
  | { readonly ok: true; readonly result: unknown }
  | {
    readonly ok: false;
    readonly error_code: number;
    readonly description: string;
    readonly parameters?: { readonly retry_after: number };
  };

/** The parameters of a call. */
export type DoubleBody = Readonly<Record<string, unknown>>;

/** What may differ between channels. */
export interface ChannelDoubleOptions {
  /** @default "ipc_course"; null: a private channel */
  readonly username?: string | null;
  /** @default true: the bot is an administrator */
  readonly hasRights?: boolean;
  /** @default true: an administrator may edit messages, and pin them */
  readonly canEdit?: boolean;
  /** How many messages the channel has seen already. @default 1: telegram's own, which says that it was made */
  readonly messageCount?: number;
}

const BOT = { id: 777, is_bot: true, first_name: "Course", username: "ipc_course_bot" };

/** A channel of telegram for tests: it keeps posts, and refuses what telegram refuses, in telegram's own words. */
export class ChannelDouble {
  readonly id = -1001234567890;
  /** The chat of the bot's owner: messages may be forwarded to it. */
  readonly ownerId = 4242;
  readonly username: string | null;
  readonly posts = new Map<number, DoublePost>();
  readonly ownerChat = new Map<number, string>();
  pinned: number | undefined;
  /** Telegram's own messages, as the one that says what was pinned: they take numbers, too. */
  readonly #services = new Set<number>();
  readonly hasRights: boolean;
  readonly canEdit: boolean;
  #lastId: number;

  constructor(options: ChannelDoubleOptions = {}) {
    this.username = options.username === undefined ? "ipc_course" : options.username;
    this.hasRights = options.hasRights ?? true;
    this.canEdit = this.hasRights && (options.canEdit ?? true);
    this.#lastId = options.messageCount ?? 1;
  }

  /** Puts in a post of somebody else, as another administrator would. */
  addForeign(text: string): number {
    const post = { html: text, text, markup: "", isSilent: false, isForeign: true };
    this.posts.set(++this.#lastId, post);
    return this.#lastId;
  }

  /** Does what a call asks for, or refuses it. */
  answer(method: string, body: DoubleBody): DoubleAnswer {
    try {
      return { ok: true, result: this.#run(method, body) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ok: false, error_code: error.code, description: error.message };
    }
  }

  #run(method: string, body: DoubleBody): unknown {
    switch (method) {
      case "getMe":
        return BOT;
      case "getChat":
        return this.#findChat(body);
      case "getChatMember":
        return this.#findMember(body);
      case "sendMessage":
        return this.#send(body);
      case "editMessageText":
        return this.#edit(body);
      case "pinChatMessage":
        return this.#pin(body);
      case "deleteMessage":
        return this.#delete(body);
      case "forwardMessage":
        return this.#forward(body);
    }
    throw new Refusal(404, "Not Found: method not found");
  }

  #findChat({ chat_id }: DoubleBody): Record<string, unknown> {
    const isName = this.username !== null && chat_id === `@${this.username}`;
    if (!isName && String(chat_id) !== String(this.id)) throw refuse("chat not found");
    const chat = { id: this.id, type: "channel", title: "The course" };
    return this.username === null ? chat : { ...chat, username: this.username };
  }

  #findMember(body: DoubleBody): Record<string, unknown> {
    this.#findChat(body);
    if (body.user_id !== BOT.id) throw refuse("user not found");
    if (!this.hasRights) {
      throw new Refusal(403, "Forbidden: bot is not a member of the channel chat");
    }
    const rights = { can_post_messages: true, can_edit_messages: this.canEdit };
    return { user: BOT, status: "administrator", ...rights };
  }

  #send(body: DoubleBody): Record<string, unknown> {
    const chat = this.#findChat(body);
    if (!this.hasRights) throw refuse("need administrator rights in the channel chat");
    const post = { ...readContent(body), isSilent: body.disable_notification === true };
    this.posts.set(++this.#lastId, { ...post, isForeign: false });
    return { message_id: this.#lastId, date: 0, chat, text: post.text };
  }

  #edit(body: DoubleBody): Record<string, unknown> {
    const chat = this.#findChat(body);
    const { id, post } = this.#findPost(body, "edit");
    if (post.isForeign || !this.canEdit) throw refuse("message can't be edited");
    const content = readContent(body);
    if (content.html === post.html && content.markup === post.markup) {
      throw refuse(
        "message is not modified: specified new message content and reply markup are exactly the same " +
          "as a current content and reply markup of the message",
      );
    }
    this.posts.set(id, { ...post, ...content });
    return { message_id: id, date: 0, chat, text: content.text };
  }

  #pin(body: DoubleBody): true {
    this.#findChat(body);
    if (!this.canEdit) throw refuse("not enough rights to manage pinned messages in the chat");
    const { id } = this.#findPost(body, "pin");
    if (this.pinned !== id) this.#services.add(++this.#lastId);
    this.pinned = id;
    return true;
  }

  #delete(body: DoubleBody): true {
    const { chat_id, message_id } = body;
    if (String(chat_id) === String(this.ownerId) && this.ownerChat.delete(Number(message_id))) {
      return true;
    }
    this.#findChat(body);
    this.posts.delete(this.#findPost(body, "delete").id);
    return true;
  }

  #forward(body: DoubleBody): Record<string, unknown> {
    if (String(body.chat_id) !== String(this.ownerId)) throw refuse("chat not found");
    this.#findChat({ chat_id: body.from_chat_id });
    const { id, post } = this.#findPost(body, "forward");
    const copy = this.ownerChat.size + 1;
    this.ownerChat.set(copy, post.text);
    const origin = { type: "channel", chat: { id: this.id }, message_id: id };
    return { message_id: copy, date: 0, text: post.text, forward_origin: origin };
  }

  #findPost({ message_id }: DoubleBody, act: string): { id: number; post: DoublePost } {
    const id = Number(message_id);
    if (this.#services.has(id)) {
      throw refuse(`message can't be ${act === "forward" ? "forwarded" : "edited"}`);
    }
    const post = this.posts.get(id);
    if (post === undefined) throw refuse(`message to ${act} not found`);
    return { id, post };
  }
}

// What `deno task telegram doctor` looks at. It calls only what changes nothing.
import type { BotApi, Outcome } from "./bot_api.ts";
import { describeOther, readChannel } from "./find_channel.ts";
import type { Intent } from "./journal.ts";
import { asRecord } from "./parse_record.ts";
import type { PostsState } from "./posts_state.ts";
import { explainRefusal } from "./publish_stop.ts";

/** One thing that was looked at. */
export interface Finding {
  readonly name: string;
  /** `note`: publishing works without it. */
  readonly status: "ok" | "bad" | "note";
  readonly text: string;
}

/** What publishing needs, beside telegram itself. */
export interface ChannelCheck {
  /** As in `@my_channel`; undefined: the one of the state. */
  readonly named: string | undefined;
  readonly ownerId: string | undefined;
  readonly state: PostsState;
  readonly intent: Intent | undefined;
}

/** Checks token, channel, rights, state and address, one after the other. */
export async function checkChannel(api: BotApi, check: ChannelCheck): Promise<Finding[]> {
  const bot = await api.call("getMe", {}, readBot);
  const findings = [describe("token", bot, ({ name }) => `it is the token of @${name}`)];
  if (bot.type === "done") findings.push(...await checkRights(api, bot.result.id, check));
  return [...findings, ...checkState(check), checkOwner(check.ownerId)];
}

async function checkRights(api: BotApi, botId: number, check: ChannelCheck): Promise<Finding[]> {
  const name = check.named ?? check.state.channel?.id;
  if (name === undefined) {
    const text = "TELEGRAM_CHANNEL is not set: say which channel, as in @my_channel";
    return [{ name: "channel", status: "bad", text }];
  }
  const chat = await api.call("getChat", { chat_id: name }, readChannel);
  const found = describe("channel", chat, ({ id }) => `${name} is there (${id})`);
  if (chat.type !== "done") return [found];
  const other = describeOther(chat.result, check.state);
  const body = { chat_id: chat.result.id, user_id: botId };
  const member = await api.call("getChatMember", body, readRights);
  return [
    found,
    ...(other === undefined ? [] : [{ name: "state", status: "bad", text: other } as const]),
    member.type === "done" ? judgeRights(member.result) : describe("rights", member, () => ""),
  ];
}

function judgeRights({ isAdministrator, canPost, canEdit }: Rights): Finding {
  const missing = [
    ...(isAdministrator ? [] : ["it is no administrator"]),
    ...(canPost ? [] : ["it may not post messages"]),
    ...(canEdit ? [] : ["it may not edit messages, nor pin them"]),
  ];
  if (missing.length === 0) {
    return { name: "rights", status: "ok", text: "the bot may post, edit and pin messages" };
  }
  const way = "In the channel: Administrators, the bot, Post Messages and Edit Messages";
  return { name: "rights", status: "bad", text: `${missing.join(", ")}.\n${way}` };
}

/** Checks what needs no bot: the state, and where the course can be read. */
export function checkState({ state, intent }: Pick<ChannelCheck, "state" | "intent">): Finding[] {
  const count = Object.keys(state.messages).length;
  const open = intent === undefined
    ? { status: "ok", text: `${count} messages are known, nothing is open` } as const
    : {
      status: "bad",
      text: `nobody knows whether ${intent.key} was posted.\n` +
        "deno task telegram publish says what to do",
    } as const;
  const base = state.base === undefined
    ? {
      status: "bad",
      text: "it is not known where the course can be read.\n" +
        "Publish with --base URL once, as in --base https://example.org/course/",
    } as const
    : { status: "ok", text: `links lead below ${state.base}` } as const;
  return [{ name: "posts", ...open }, { name: "address", ...base }];
}

function checkOwner(ownerId: string | undefined): Finding {
  const name = "owner";
  if (ownerId !== undefined) {
    return { name, status: "ok", text: "--probe forwards to TELEGRAM_OWNER" };
  }
  const text = "TELEGRAM_OWNER is not set: --probe needs it to look for a message";
  return { name, status: "note", text };
}

function describe<T>(name: string, outcome: Outcome<T>, ok: (result: T) => string): Finding {
  switch (outcome.type) {
    case "done":
      return { name, status: "ok", text: ok(outcome.result) };
    case "refused":
      return { name, status: "bad", text: explainRefusal(outcome, `answer about the ${name}`) };
    case "later":
    case "unknown":
      return { name, status: "bad", text: `${outcome.reason}.\nTry again later` };
  }
}

interface Rights {
  readonly isAdministrator: boolean;
  readonly canPost: boolean;
  readonly canEdit: boolean;
}

function readRights(result: unknown): Rights | undefined {
  const { status, can_post_messages, can_edit_messages } = asRecord(result) ?? {};
  if (typeof status !== "string") return undefined;
  return {
    isAdministrator: status === "administrator",
    canPost: can_post_messages === true,
    canEdit: can_edit_messages === true,
  };
}

function readBot(result: unknown): { id: number; name: string } | undefined {
  const { id, username } = asRecord(result) ?? {};
  if (typeof id !== "number" || typeof username !== "string") return undefined;
  return { id, name: username };
}

import { SAMPLE_LESSON } from "../sample_sheet.ts";
import { openBotApi } from "./bot_api.ts";
import {
  type BotApiDouble,
  type BotApiDoubleOptions,
  type Fault,
  startBotApiDouble,
} from "./bot_api_double.ts";
import { type ChannelMessage, makeMessage } from "./channel_message.ts";
import { loadState, parseState, type PostsState, saveState } from "./posts_state.ts";
import { publish, type Published } from "./publish.ts";
import type { Settlement } from "./settle_intent.ts";

const NONE: Settlement = { type: "none" };
const LESSONS = ["one", "two"].map((slug, index) => ({
  ...SAMPLE_LESSON,
  slug,
  number: index + 1,
}));
/** Makes a message that says its key, or something else. */
export const message = (key: string, html = `<b>${key}</b>`) =>
  makeMessage(key, { html, buttons: [] });
/** What is published unless something else is said. */
export const MESSAGES: readonly ChannelMessage[] = [message("one/1"), message("two/1")];

/** A channel, a state on the disk and somebody who publishes. */
export interface Desk extends AsyncDisposable {
  readonly root: string;
  readonly double: BotApiDouble;
  readonly reports: string[];
  readonly waits: number[];
  /** Publishes from the state on the disk, as the command does. */
  readonly publish: (
    order?: { messages?: readonly ChannelMessage[]; settlement?: Settlement },
  ) => Promise<Published>;
}

/** Opens a desk whose pauses take no time. */
export async function openDesk(options: BotApiDoubleOptions = {}): Promise<Desk> {
  const root = await Deno.makeTempDir({ prefix: "ipc-telegram-" });
  const double = startBotApiDouble(options);
  const channel = { id: double.channel.id, username: double.channel.username };
  await saveState(root, { ...parseState('{"format": 1}'), channel });
  const [reports, waits]: [string[], number[]] = [[], []];
  const run = {
    root,
    api: openBotApi({ root: double.root, token: double.token }),
    channel,
    report: (text: string) => reports.push(text),
    paceMs: 3000,
    patience: {
      limitMs: 60_000,
      signal: new AbortController().signal,
      say: (text: string) => reports.push(text),
      pause: (ms: number) => Promise.resolve(void waits.push(ms)),
    },
  };
  return {
    root,
    double,
    reports,
    waits,
    publish: async ({ messages = MESSAGES, settlement = NONE } = {}) =>
      await publish(run, await loadState(root), { lessons: LESSONS, messages, settlement }),
    async [Symbol.asyncDispose]() {
      await double[Symbol.asyncDispose]();
      await Deno.remove(root, { recursive: true });
    },
  };
}

/** Lets one call go wrong. */
export const faultAt = (index: number, fault: Fault): BotApiDoubleOptions => ({
  faultOf: (call) => call.index === index ? fault : undefined,
});
/** What the channel shows. */
export const textsOf = ({ channel }: BotApiDouble) =>
  [...channel.posts.values()].map(({ text }) => text);
/** The number of each message that is known. */
export const idsOf = ({ messages }: PostsState) =>
  Object.fromEntries(Object.entries(messages).map(([key, { id }]) => [key, id]));

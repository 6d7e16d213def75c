import type { ChannelMessage } from "./channel_message.ts";
import { closeIntent, type Intent, isCarriedOut, loadIntent } from "./journal.ts";
import { asRecord } from "./parse_record.ts";
import { type PostsState, saveState } from "./posts_state.ts";
import { editMessage, explainUnknown, type PublishRun, withMessage } from "./publish_run.ts";
import { explainRefusal, PublishStop } from "./publish_stop.ts";
import { callPatiently } from "./call_patiently.ts";

/** What somebody says about a message of which nobody knows whether it was posted. */
export type Settlement =
  /** Nothing: the publish stops when there is such a message. */
  | { readonly type: "none" }
  /** It is not there: send it again. */
  | { readonly type: "resend" }
  /** It is there, as this message. */
  | { readonly type: "adopt"; readonly id: number }
  /** Look for it, by way of the owner's chat with the bot. */
  | { readonly type: "probe"; readonly ownerId: string };

/** How many messages after the last known one are looked at: service messages and people take numbers, too. */
const PROBE_COUNT = 10;

/**
 * Settles what an earlier publish has left open; after it, nothing is open.
 *
 * @param wanted what the channel is to show, by key
 * @throws {PublishStop} when it stays unknown whether a message was posted
 */
export async function settleIntent(
  run: PublishRun,
  state: PostsState,
  { settlement, wanted }: {
    settlement: Settlement;
    wanted: (key: string) => ChannelMessage | undefined;
  },
): Promise<PostsState> {
  const intent = await loadIntent(run.root);
  if (intent === undefined) return state;
  const { key, hash } = intent;
  if (isCarriedOut(intent, state)) return await conclude(run, state);
  switch (settlement.type) {
    case "none":
      throw new PublishStop(explainUnknown(key, "the last publish ended while it was being sent"));
    case "resend":
      return await conclude(run, state);
    case "adopt": {
      const adopted = await adoptMessage(run, state, {
        key,
        message: wanted(key),
        id: settlement.id,
      });
      return await conclude(run, adopted);
    }
    case "probe": {
      const id = await probe(run, state, { intent, ownerId: settlement.ownerId });
      const probed = withMessage(state, key, { id, hash });
      await saveState(run.root, probed);
      run.report(`Found ${key}: it is message ${id}`);
      return await conclude(run, probed);
    }
  }
}

/**
 * Takes a message of the channel as the post, once it shows what the post is to show.
 *
 * @param message undefined: the course has no such post any more, and the message is left as it is
 * @throws {PublishStop} when it cannot be the post
 */
export async function adoptMessage(
  run: PublishRun,
  state: PostsState,
  { key, message, id }: { key: string; message: ChannelMessage | undefined; id: number },
): Promise<PostsState> {
  const owner = Object.entries(state.messages).find(([, posted]) => posted.id === id)?.[0];
  if (owner !== undefined && owner !== key) {
    throw new PublishStop(
      `Cannot take message ${id} as ${key}: it is ${owner}. Look for another number.`,
    );
  }
  const refused = message === undefined ? undefined : await editMessage(run, message, id);
  if (refused?.cause === "gone" || refused?.cause === "foreign") {
    const why = refused.cause === "gone" ? "there is no such message" : "it is not the bot's own";
    throw new PublishStop(`Cannot take message ${id} as ${key}: ${why}. Look for another number.`);
  }
  if (refused !== undefined) throw new PublishStop(explainRefusal(refused, `edit message ${id}`));
  const adopted = withMessage(state, key, { id, hash: message?.hash ?? "" });
  await saveState(run.root, adopted);
  run.report(`Took message ${id} as ${key}`);
  return adopted;
}

async function conclude(run: PublishRun, state: PostsState): Promise<PostsState> {
  await closeIntent(run.root);
  return state;
}

/**
 * Looks for a message. Bots cannot read a channel; but they can forward from it, one number at a time, and that changes
 * nothing in the channel.
 */
async function probe(
  run: PublishRun,
  state: PostsState,
  { intent, ownerId }: { intent: Intent; ownerId: string },
): Promise<number> {
  const last = Math.max(0, ...Object.values(state.messages).map(({ id }) => id));
  for (let id = last + 1; id <= last + PROBE_COUNT; id++) {
    const text = await forwardText(run, id, ownerId);
    if (text !== undefined && squeeze(text) === squeeze(intent.text)) return id;
  }
  const where = `messages ${last + 1} to ${last + PROBE_COUNT} of the channel`;
  const doubt = last === 0
    ? "No post is known that it would have to follow, so it may well be a later one"
    : "It may have been posted all the same, further on";
  throw new PublishStop(
    explainUnknown(intent.key, `it is none of the ${where}.\n${doubt}`),
  );
}

/** What a message of the channel says; undefined when there is none with this number, or it is no text. */
async function forwardText(
  { api, channel, patience }: PublishRun,
  id: number,
  ownerId: string,
): Promise<string | undefined> {
  const act = `forward message ${id} to TELEGRAM_OWNER`;
  const body = {
    chat_id: ownerId,
    from_chat_id: channel.id,
    message_id: id,
    disable_notification: true,
  };
  const attempt = () => api.call("forwardMessage", body, asRecord);
  const outcome = await callPatiently(attempt, { act, isRepeatable: true, patience });
  if (outcome.type === "unknown") {
    throw new PublishStop(`Cannot ${act}: ${outcome.reason}.\nTry again later.`);
  }
  if (outcome.type === "refused") {
    // gone: there is no such number; foreign: telegram's own message, which cannot be forwarded
    if (outcome.cause === "gone" || outcome.cause === "foreign") return undefined;
    const way =
      "TELEGRAM_OWNER must be the number of your own account, and you must have sent /start to the bot.";
    throw new PublishStop(`Cannot ${act}: ${outcome.reason}.\n${way}`);
  }
  const { message_id: copy, text } = outcome.result;
  // the copy has done its work; if it stays, it hurts nobody
  await api.call("deleteMessage", { chat_id: ownerId, message_id: copy }, () => true);
  return typeof text === "string" ? text : undefined;
}

/** Telegram drops blanks at the ends of lines and of messages. */
function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

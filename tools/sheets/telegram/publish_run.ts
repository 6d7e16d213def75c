import { type BotApi, type Outcome, type Refused } from "./bot_api.ts";
import { callPatiently, type Patience } from "./call_patiently.ts";
import { type ChannelMessage, makeContent } from "./channel_message.ts";
import { closeIntent, openIntent } from "./journal.ts";
import { asRecord } from "./parse_record.ts";
import { type Channel, isId, type PostsState, saveState, STATE_FILE } from "./posts_state.ts";
import { explainRefusal, PublishStop } from "./publish_stop.ts";

/** What every step of a publish needs. */
export interface PublishRun {
  readonly root: string;
  readonly api: BotApi;
  readonly channel: Channel;
  readonly patience: Patience;
  /** Says what was done. */
  readonly report: (text: string) => void;
  /** Between two posts, in ms: telegram asks for at most one each second. */
  readonly paceMs: number;
}

/**
 * Sends a message, with its intent written down before and the state saved after.
 *
 * @param isSilent without a sound for the readers
 * @throws {PublishStop} when it is refused, or nobody knows whether it was posted: then the intent stays open
 */
export async function sendMessage(
  run: PublishRun,
  state: PostsState,
  { message, isSilent }: { message: ChannelMessage; isSilent: boolean },
): Promise<PostsState> {
  const { root, api, channel, patience } = run;
  const { key, hash, text } = message;
  const replaces = state.messages[key]?.id ?? null;
  const body = { chat_id: channel.id, ...makeContent(message), disable_notification: isSilent };
  const attempt = async (): Promise<Outcome<number>> => {
    await openIntent(root, { key, hash, text, replaces });
    const outcome = await api.call("sendMessage", body, readMessageId);
    if (outcome.type === "refused" || outcome.type === "later") await closeIntent(root);
    return outcome;
  };
  const act = `post ${key}`;
  const outcome = await callPatiently(attempt, { act, isRepeatable: false, patience });
  switch (outcome.type) {
    case "refused":
      throw new PublishStop(explainRefusal(outcome, act));
    case "unknown":
      throw new PublishStop(explainUnknown(key, outcome.reason));
    case "done": {
      const next = withMessage(state, key, { id: outcome.result, hash });
      await saveState(root, next).catch((error) => {
        throw new PublishStop(explainUnsaved(key, outcome.result, error));
      });
      await closeIntent(root);
      return next;
    }
  }
}

/**
 * Edits a message; it is no failure when it shows this already.
 *
 * @returns undefined once it shows this, or why telegram refuses
 */
export async function editMessage(
  run: PublishRun,
  message: ChannelMessage,
  id: number,
): Promise<Refused | undefined> {
  const body = { chat_id: run.channel.id, message_id: id, ...makeContent(message) };
  const refused = await repeatCall(run, {
    act: `edit ${message.key}`,
    method: "editMessageText",
    body,
  });
  return refused?.cause === "same" ? undefined : refused;
}

/** Pins a message, without a sound. @throws {PublishStop} when it is refused */
export async function pinMessage(run: PublishRun, id: number): Promise<void> {
  const act = "pin the index";
  const body = { chat_id: run.channel.id, message_id: id, disable_notification: true };
  const refused = await repeatCall(run, { act, method: "pinChatMessage", body });
  if (refused !== undefined) throw new PublishStop(explainRefusal(refused, act));
}

/** Deletes a message; it is no failure when it is gone. @throws {PublishStop} when it is refused */
export async function deleteMessage(run: PublishRun, key: string, id: number): Promise<void> {
  const act = `delete ${key} (message ${id})`;
  const body = { chat_id: run.channel.id, message_id: id };
  const refused = await repeatCall(run, { act, method: "deleteMessage", body });
  if (refused === undefined || refused.cause === "gone") return;
  throw new PublishStop(
    `Telegram refuses to ${act}: ${refused.reason}.\nDelete it by hand, and run the same command again.`,
  );
}

/** The state with one message more, or another one in its place. */
export function withMessage(
  state: PostsState,
  key: string,
  posted: PostsState["messages"][string],
): PostsState {
  return { ...state, messages: { ...state.messages, [key]: posted } };
}

/** Explains that nobody knows whether a message was posted, and the three ways on. */
export function explainUnknown(key: string, reason: string): string {
  return `Nobody knows whether ${key} was posted: ${reason}.
To send it again might post it twice, so nothing is sent before you say what is true. Look at the end of the channel:
  it is there      add --adopt N; N is the number at the end of the link to it (Copy Post Link)
  it is not there  add --resend
  you cannot tell  add --probe; it looks for it, if TELEGRAM_OWNER is your own number and you have written to the bot`;
}

function explainUnsaved(key: string, id: number, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `${key} is posted as message ${id}, but ${STATE_FILE} cannot be written: ${reason}.
Mend that, and run the same command with --adopt ${id}.`;
}

/** Makes a call that does no harm when it is done twice. @throws {PublishStop} when nobody knows whether it was done */
async function repeatCall(
  { api, patience }: PublishRun,
  { act, method, body }: { act: string; method: string; body: Record<string, unknown> },
): Promise<Refused | undefined> {
  const attempt = () => api.call(method, body, () => true);
  const outcome = await callPatiently(attempt, { act, isRepeatable: true, patience });
  if (outcome.type === "done") return undefined;
  if (outcome.type === "refused") return outcome;
  throw new PublishStop(
    `Cannot ${act}: ${outcome.reason}, three times.\nRun the same command again later: it goes on here.`,
  );
}

function readMessageId(result: unknown): number | undefined {
  const id = asRecord(result)?.message_id;
  return isId(id) ? id : undefined;
}

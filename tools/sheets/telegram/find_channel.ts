import type { BotApi } from "./bot_api.ts";
import { callPatiently, type Patience } from "./call_patiently.ts";
import { asRecord } from "./parse_record.ts";
import type { Channel, PostsState } from "./posts_state.ts";
import { explainRefusal, PublishStop } from "./publish_stop.ts";

/**
 * Finds the channel that is meant.
 *
 * @param named as in `@my_channel`; undefined: the one of the state
 * @throws {PublishStop} when there is none, or the state belongs to another one
 */
export async function findChannel(
  api: BotApi,
  patience: Patience,
  { named, state }: { named: string | undefined; state: PostsState },
): Promise<Channel> {
  const name = named ?? state.channel?.id;
  if (name === undefined) {
    throw new PublishStop("TELEGRAM_CHANNEL is not set: say which channel, as in @my_channel.");
  }
  const act = `look at the channel ${name}`;
  const attempt = () => api.call("getChat", { chat_id: name }, readChannel);
  const outcome = await callPatiently(attempt, { act, isRepeatable: true, patience });
  if (outcome.type === "refused") throw new PublishStop(explainRefusal(outcome, act));
  if (outcome.type === "unknown") {
    throw new PublishStop(`Cannot ${act}: ${outcome.reason}.\nRun the same command again later.`);
  }
  const problem = describeOther(outcome.result, state);
  if (problem !== undefined) throw new PublishStop(problem);
  return outcome.result;
}

/** Says that the state belongs to another channel; undefined when it does not. */
export function describeOther(channel: Channel, state: PostsState): string | undefined {
  if (state.channel === undefined || state.channel.id === channel.id) return undefined;
  const [own, other] = [state.channel, channel].map(({ id, username }) =>
    username === null ? String(id) : `@${username} (${id})`
  );
  return `lessons/posts.json is about the channel ${own}, not about ${other}.
To publish to the former, set TELEGRAM_CHANNEL to it. For a channel of your own without any post, begin a state of your
own: write {"format": 1} into lessons/posts.json.`;
}

/** Reads the answer of getChat; undefined when it is no channel. */
export function readChannel(result: unknown): Channel | undefined {
  const { id, type, username } = asRecord(result) ?? {};
  if (typeof id !== "number" || type !== "channel") return undefined;
  return { id, username: typeof username === "string" ? username : null };
}

import type { Lesson } from "../../course/lesson.ts";
import { pauseOrStop } from "./call_patiently.ts";
import { type ChannelMessage, messageUrl } from "./channel_message.ts";
import { planMessage, planPosts, type PostStep } from "./plan_posts.ts";
import { type PostsState, saveState } from "./posts_state.ts";
import {
  deleteMessage,
  editMessage,
  pinMessage,
  type PublishRun,
  sendMessage,
} from "./publish_run.ts";
import { explainRefusal, PublishStop } from "./publish_stop.ts";
import { renderIndexPost } from "./render_index_post.ts";
import { adoptMessage, settleIntent, type Settlement } from "./settle_intent.ts";
import { loadIntent } from "./journal.ts";

/** What is to be published. */
export interface PublishOrder {
  /** All of the course: the index lists those that have a post. */
  readonly lessons: readonly Lesson[];
  /** What the chosen lessons are to show. */
  readonly messages: readonly ChannelMessage[];
  readonly settlement: Settlement;
}

/** What a publish has done. */
export interface Published {
  readonly state: PostsState;
  readonly counts: Readonly<Record<PostStep["type"], number>>;
  /** What could not be done, and what to do about it. */
  readonly problems: readonly string[];
}

/**
 * Makes the channel show what the course says: sends what is missing, edits what has changed, and keeps the index pinned.
 *
 * @throws {PublishStop} when it must end early; all that was done is in the state, and the same command goes on from there
 */
export async function publish(
  run: PublishRun,
  state: PostsState,
  { lessons, messages, settlement }: PublishOrder,
): Promise<Published> {
  const publisher = new Publisher(run, state, settlement.type === "resend");
  await publisher.settle({ lessons, messages, settlement });
  for (const step of planPosts(messages, publisher.state)) await publisher.perform(step);
  const index = renderIndexPost(lessons, publisher.state);
  await publisher.perform(planMessage(index, publisher.state));
  await publisher.pin();
  const { counts, problems } = publisher;
  return { state: publisher.state, counts, problems };
}

class Publisher {
  readonly run: PublishRun;
  /** Whether a message that is gone is sent again. */
  readonly isResend: boolean;
  state: PostsState;
  readonly counts = { send: 0, edit: 0, keep: 0, delete: 0 };
  readonly problems: string[] = [];

  constructor(run: PublishRun, state: PostsState, isResend: boolean) {
    this.run = run;
    this.state = state;
    this.isResend = isResend;
  }

  async settle({ lessons, messages, settlement }: PublishOrder): Promise<void> {
    const index = () => renderIndexPost(lessons, this.state);
    const wanted = (key: string) =>
      key === "index" ? index() : messages.find((message) => message.key === key);
    const hasIntent = await loadIntent(this.run.root) !== undefined;
    this.state = await settleIntent(this.run, this.state, { settlement, wanted });
    const [message, ...others] = messages;
    if (hasIntent || settlement.type !== "adopt" || message === undefined) return;
    if (others.length > 0) {
      throw new PublishStop(
        "Nothing is open, so --adopt needs one lesson, whose post has one message.",
      );
    }
    const { id } = settlement;
    this.state = await adoptMessage(this.run, this.state, { key: message.key, message, id });
  }

  async perform(step: PostStep): Promise<void> {
    await pauseOrStop(this.run.patience, 0);
    switch (step.type) {
      case "send":
        return await this.#send(step.message);
      case "edit":
        return await this.#edit(step.message, step.id, "edit");
      case "keep":
        // an edit that changes nothing shows whether the message is still there
        if (this.isResend) return await this.#edit(step.message, step.id, "keep");
        this.counts.keep++;
        return;
      case "delete":
        await deleteMessage(this.run, step.key, step.id);
        this.counts.delete++;
        return await this.#forget(step.key);
    }
  }

  /** Pins the index, unless it is pinned. */
  async pin(): Promise<void> {
    const index = this.state.messages.index;
    if (index === undefined || index.id === this.state.pinned) return;
    await pauseOrStop(this.run.patience, 0);
    await pinMessage(this.run, index.id);
    await this.#save({ ...this.state, pinned: index.id });
  }

  async #send(message: ChannelMessage): Promise<void> {
    const isFirst = this.counts.send === 0;
    if (!isFirst) await pauseOrStop(this.run.patience, this.run.paceMs);
    // readers hear of a publish once
    this.state = await sendMessage(this.run, this.state, { message, isSilent: !isFirst });
    this.counts.send++;
    const { id } = this.state.messages[message.key] ?? { id: 0 };
    this.run.report(`+ ${message.key}: ${messageUrl(this.run.channel, id)}`);
  }

  async #edit(message: ChannelMessage, id: number, type: "edit" | "keep"): Promise<void> {
    const refused = await editMessage(this.run, message, id);
    if (refused?.cause === "gone" && this.isResend) return await this.#send(message);
    if (refused?.cause === "gone" || refused?.cause === "foreign") {
      this.problems.push(explainRefusal(refused, `edit ${message.key} (message ${id})`));
      return;
    }
    if (refused !== undefined) {
      throw new PublishStop(explainRefusal(refused, `edit ${message.key}`));
    }
    this.counts[type]++;
    if (type === "keep") return;
    const { messages } = this.state;
    await this.#save({
      ...this.state,
      messages: { ...messages, [message.key]: { id, hash: message.hash } },
    });
    this.run.report(`~ ${message.key}: ${messageUrl(this.run.channel, id)}`);
  }

  async #forget(key: string): Promise<void> {
    const { [key]: _, ...messages } = this.state.messages;
    await this.#save({ ...this.state, messages });
    this.run.report(`- ${key}`);
  }

  async #save(state: PostsState): Promise<void> {
    await saveState(this.run.root, state);
    this.state = state;
  }
}

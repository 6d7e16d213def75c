import type { ChannelMessage } from "./channel_message.ts";
import type { PostsState } from "./posts_state.ts";

/** What is to be done with one message. */
export type PostStep =
  | { readonly type: "send"; readonly message: ChannelMessage }
  | { readonly type: "edit"; readonly message: ChannelMessage; readonly id: number }
  | { readonly type: "keep"; readonly message: ChannelMessage; readonly id: number }
  /** A post has fewer messages than before. */
  | { readonly type: "delete"; readonly key: string; readonly id: number };

/** Plans what makes the channel show these messages: send, edit, leave alone, delete what a shorter post left over. */
export function planPosts(wanted: readonly ChannelMessage[], state: PostsState): PostStep[] {
  const keys = new Set(wanted.map(({ key }) => key));
  const slugs = new Set(wanted.map(({ key }) => slugOf(key)));
  const surplus = Object.entries(state.messages).filter(([key]) =>
    slugs.has(slugOf(key)) && !keys.has(key)
  );
  return [
    ...wanted.map((message) => planMessage(message, state)),
    ...surplus.map(([key, { id }]): PostStep => ({ type: "delete", key, id })),
  ];
}

/** Plans for one message. */
export function planMessage(message: ChannelMessage, { messages }: PostsState): PostStep {
  const posted = messages[message.key];
  if (posted === undefined) return { type: "send", message };
  return { type: posted.hash === message.hash ? "keep" : "edit", message, id: posted.id };
}

/** The posts of lessons that the course does not have any more: only people can say what is to become of them. */
export function listOrphans(state: PostsState, slugs: readonly string[]): string[] {
  const known = new Set([...slugs, "index"]);
  return Object.keys(state.messages).filter((key) => !known.has(slugOf(key)));
}

/** Renders a step as a line: `+` is sent, `~` edited, `=` left alone, `-` deleted. */
export function renderStep(step: PostStep): string {
  switch (step.type) {
    case "send":
      return `+ ${step.message.key}`;
    case "edit":
      return `~ ${step.message.key} (message ${step.id})`;
    case "keep":
      return `= ${step.message.key} (message ${step.id})`;
    case "delete":
      return `- ${step.key} (message ${step.id})`;
  }
}

function slugOf(key: string): string {
  return key.split("/")[0] ?? key;
}

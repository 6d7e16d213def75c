import type { Lesson } from "../../course/lesson.ts";
import { writeAtomic } from "../../proc/write_atomic.ts";
import type { Io } from "../../term/io.ts";
import { type Addresses, loadPosts } from "./load_posts.ts";
import { PublishStop } from "./publish_stop.ts";
import { type NamedPost, renderChatPage } from "./render_chat_page.ts";
import type { PostButton } from "./render_post.ts";
import { MAX_UNITS } from "./split_parts.ts";

/** What is previewed, and how. */
export interface PreviewOrder {
  readonly lessons: readonly Lesson[];
  readonly addresses: Addresses;
  /** The page that looks like the chat, absolute. */
  readonly page: string;
  /** Whether the posts themselves are printed, or their counts alone. */
  readonly isWhole: boolean;
}

/** Runs `telegram preview`; returns its exit code. @throws {PublishStop} when the page cannot be written */
export async function runPreview(io: Io, root: string, order: PreviewOrder): Promise<number> {
  const { lessons, addresses, page, isWhole } = order;
  const posts = await loadPosts(root, lessons, addresses);
  for (const post of posts) io.out(renderText(post, isWhole));
  try {
    await writeAtomic(page, renderChatPage(posts));
  } catch (error) {
    const isForbidden = error instanceof Deno.errors.NotCapable;
    const reason = error instanceof Error && !isForbidden
      ? error.message
      : "only .ipc is open to it";
    throw new PublishStop(`Cannot write ${page}: ${reason}; name another file with --out`, 2);
  }
  io.err(`\nAs it would look in the chat: ${page}`);
  if (addresses.base === undefined) {
    io.err("Without --base there is no address for links: no buttons Lesson and Share.");
  }
  return 0;
}

function renderText({ name, post: { parts, buttons } }: NamedPost, isWhole: boolean): string {
  const lines = parts.flatMap(({ html, unitCount, entityCount }, index) => [
    `${name}: part ${index + 1} of ${parts.length}, ${unitCount} of ${MAX_UNITS} UTF-16 units, ` +
    `${entityCount} entities`,
    ...(isWhole ? ["", html, ""] : []),
  ]);
  return [...lines, ...(isWhole ? buttons.map(describeButton) : [])].join("\n");
}

function describeButton(button: PostButton): string {
  return button.type === "url"
    ? `button "${button.text}" opens ${button.url}`
    : `button "${button.text}" copies ${button.copied}`;
}

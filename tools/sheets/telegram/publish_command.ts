import { CourseError, type Lesson } from "../../course/lesson.ts";
import { interrupted } from "../../proc/interrupt.ts";
import type { Io } from "../../term/io.ts";
import { openBotApi } from "./bot_api.ts";
import { type Patience, pause } from "./call_patiently.ts";
import { type ChannelMessage, listMessages } from "./channel_message.ts";
import { findChannel } from "./find_channel.ts";
import { JOURNAL_FILE, loadIntent } from "./journal.ts";
import { type Addresses, loadPosts } from "./load_posts.ts";
import { listOrphans, planMessage, planPosts, renderStep } from "./plan_posts.ts";
import {
  loadState,
  type PostsState,
  renderState,
  saveState,
  STATE_FILE,
  withAddresses,
} from "./posts_state.ts";
import { publish, type Published } from "./publish.ts";
import { PublishStop } from "./publish_stop.ts";
import type { Settings } from "./read_settings.ts";
import { writeReadmeLinks } from "./readme_links.ts";
import { renderIndexPost } from "./render_index_post.ts";
import type { Settlement } from "./settle_intent.ts";

/** What is published, and how. */
export interface PublishOptions {
  /** All of the course. */
  readonly lessons: readonly Lesson[];
  readonly chosen: readonly Lesson[];
  /** What is undefined is as in the state. */
  readonly addresses: Addresses;
  readonly settlement: Settlement;
  /** Between two posts. */
  readonly paceMs: number;
  /** The longest wait for telegram. */
  readonly waitMs: number;
}

/** Two publishers at once would each post what is missing. */
const LOCK_FILE = ".ipc/telegram.lock";

/** Runs `telegram publish --dry-run`: prints what a publish would do; returns the exit code. */
export async function runDryRun(io: Io, root: string, options: PublishOptions): Promise<number> {
  const state = withAddresses(await loadState(root), options.addresses);
  const intent = await loadIntent(root);
  if (intent !== undefined) io.err(`${intent.key} is open: see ${JOURNAL_FILE}`);
  const steps = planPosts(await loadMessages(root, options.chosen, state), state);
  for (const step of steps) io.out(renderStep(step));
  const isNew = steps.some(({ type }) => type === "send" || type === "delete");
  const index = planMessage(renderIndexPost(options.lessons, state), state);
  // the numbers of new posts are not known yet, and the index will hold them
  io.out(renderStep(index.type === "keep" && isNew ? { ...index, type: "edit" } : index));
  io.err("\n+ would be sent, ~ edited, = left alone, - deleted. Nothing was sent.");
  return 0;
}

/** Runs `telegram publish`; returns its exit code. @throws {PublishStop} when it must end early */
export async function runPublish(
  io: Io,
  root: string,
  { settings, options }: { settings: Settings; options: PublishOptions },
): Promise<number> {
  using _lock = await takeLock(root);
  const before = await loadState(root);
  const old = withAddresses(before, options.addresses);
  const messages = await loadMessages(root, options.chosen, old);
  const patience: Patience = {
    limitMs: options.waitMs,
    signal: interrupted,
    say: io.err,
    pause,
  };
  const onInterrupt = () => io.err("Stopping as soon as the call that is on its way has ended…");
  interrupted.addEventListener("abort", onInterrupt, { once: true });
  const api = openBotApi({ root: settings.apiRoot, token: settings.token });
  const channel = await findChannel(api, patience, { named: settings.channel, state: old });
  const state = { ...old, channel };
  await saveState(root, state);
  const { lessons, settlement, paceMs } = options;
  const run = { root, api, channel, patience, report: io.out, paceMs };
  try {
    const published = await publish(run, state, { lessons, messages, settlement });
    reportEnd(io, published, lessons);
    return published.problems.length === 0 ? 0 : 1;
  } finally {
    // also after a stop: what is posted can be linked to
    await linkReadmes(io, root, { lessons, before }).catch((error) => {
      if (!(error instanceof CourseError)) throw error;
      io.err(`The READMEs are left as they are: ${error.message}`);
    });
  }
}

async function linkReadmes(
  io: Io,
  root: string,
  { lessons, before }: { lessons: readonly Lesson[]; before: PostsState },
): Promise<void> {
  const after = await loadState(root);
  const changed = await writeReadmeLinks(root, lessons, after);
  if (changed.length > 0) io.err(`${changed.length} READMEs lead to their posts now.`);
  if (renderState(after) === renderState(before)) return;
  io.err(`Commit ${STATE_FILE} and the READMEs: whoever publishes next must know of these posts.`);
}

async function loadMessages(
  root: string,
  lessons: readonly Lesson[],
  addresses: Addresses,
): Promise<ChannelMessage[]> {
  if (addresses.base === undefined) {
    const reason = "each post leads back to its lesson. It is kept in lessons/posts.json";
    throw new PublishStop(
      `Say where the course can be read, as in --base https://example.org/course/: ${reason}.`,
      2,
    );
  }
  const posts = await loadPosts(root, lessons, addresses);
  return posts.flatMap(({ name, post }) => listMessages(name, post));
}

async function takeLock(root: string): Promise<Disposable> {
  await Deno.mkdir(`${root}/.ipc`, { recursive: true });
  const file = await Deno.open(`${root}/${LOCK_FILE}`, { write: true, create: true });
  if (await file.tryLock(true)) return file; // the kernel takes it back, however this process ends
  file.close();
  throw new PublishStop("Another publish is running on this machine: wait until it has ended.");
}

function reportEnd(
  io: Io,
  { counts, problems, state }: Published,
  lessons: readonly Lesson[],
): void {
  for (const problem of problems) io.err(problem);
  for (const key of listOrphans(state, lessons.map(({ slug }) => slug))) {
    const id = state.messages[key]?.id;
    io.err(`${key} (message ${id}) belongs to no lesson any more: delete it by hand if you like.`);
  }
  const { send, edit, keep, delete: gone } = counts;
  io.err(`\n${send} sent, ${edit} edited, ${keep} left alone, ${gone} deleted.`);
}

// The Bot API has no key that makes a message go out once: who loses the answer cannot know whether it was posted. So
// the intent is written down before the message is sent and taken away after its number is in the state.
import { CourseError } from "../../course/lesson.ts";
import { parseRecord } from "./parse_record.ts";
import { isKey, type PostsState } from "./posts_state.ts";
import { removeDurable, writeDurable } from "./write_durable.ts";

/** Where the intent is, relative to the course; the file is there while one is open. */
export const JOURNAL_FILE = "lessons/posts.journal.json";

/** A message that is about to be sent, or was when the program ended. */
export interface Intent {
  /** As in `pipeline/1`. */
  readonly key: string;
  readonly hash: string;
  /** What the reader sees: the sign by which the message is found again. */
  readonly text: string;
  /** The message that it takes the place of; null: there is none. */
  readonly replaces: number | null;
}

/** Loads the open intent; undefined when none is. @throws {CourseError} when the file is damaged */
export async function loadIntent(root: string): Promise<Intent | undefined> {
  const text = await Deno.readTextFile(`${root}/${JOURNAL_FILE}`).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  return text === undefined ? undefined : parseIntent(text);
}

/** Writes down what is about to be sent. */
export async function openIntent(root: string, intent: Intent): Promise<void> {
  await writeDurable(`${root}/${JOURNAL_FILE}`, JSON.stringify(intent, undefined, 2) + "\n");
}

/** Takes the intent away: its outcome is known, and in the state. */
export async function closeIntent(root: string): Promise<void> {
  await removeDurable(`${root}/${JOURNAL_FILE}`);
}

/** Whether the state shows already that an intent was carried out: the program ended in between. */
export function isCarriedOut({ key, hash, replaces }: Intent, { messages }: PostsState): boolean {
  const posted = messages[key];
  return posted !== undefined && posted.id !== replaces && posted.hash === hash;
}

function parseIntent(text: string): Intent {
  const { key, hash, text: seen, replaces } = parseRecord(text) ?? {};
  const isReplaces = replaces === null || typeof replaces === "number";
  if (
    typeof key === "string" && isKey(key) && typeof hash === "string" && typeof seen === "string" &&
    isReplaces
  ) {
    return { key, hash, text: seen, replaces };
  }
  const problem = "is damaged: it should name the message that was being sent when a publish ended";
  const way =
    "Look at the end of the channel: a post whose number lessons/posts.json does not know must be put in there " +
    "or deleted from the channel. Then remove this file";
  throw new CourseError(JOURNAL_FILE, `${problem}. ${way}`);
}

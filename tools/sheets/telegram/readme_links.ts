import { CourseError, type Lesson } from "../../course/lesson.ts";
import { writeAtomic } from "../../proc/write_atomic.ts";
import { isOverview, pageOf } from "../overview.ts";
import { messageUrl } from "./channel_message.ts";
import type { PostsState } from "./posts_state.ts";
import { makeShareUrl } from "./share_url.ts";

/** A link of a lesson to telegram: its post, or the way to share it while there is none. */
export interface TelegramLink {
  readonly text: string;
  readonly url: string;
}

/** The line of a README that this module owns. */
const LINE = /\n\[(?:The sheet as a post|Share this(?: lesson)?) on Telegram\]\([^)\s]*\)\.\n*$/;

/** Makes the link of a lesson. */
export function makeTelegramLink(
  lesson: Lesson,
  { channel, base, messages }: PostsState,
): TelegramLink {
  const { slug, number, title } = lesson;
  const posted = messages[`${slug}/1`];
  if (channel !== undefined && posted !== undefined) {
    return { text: "The sheet as a post on Telegram", url: messageUrl(channel, posted.id) };
  }
  const url = base === undefined ? undefined : new URL(pageOf(lesson, "README.md"), base).href;
  if (isOverview(lesson)) {
    return { text: "Share this on Telegram", url: makeShareUrl(`IPC course: ${title}`, url) };
  }
  const name = `lesson ${String(number).padStart(2, "0")}: ${title}`;
  const text = `IPC course, ${name}. deno task learn run ${slug}`;
  return { text: "Share this lesson on Telegram", url: makeShareUrl(text, url) };
}

/** Puts the link into the last line of a README, in the place of an older one. */
export function setTelegramLink(readme: string, { text, url }: TelegramLink): string {
  return `${readme.replace(LINE, "").trimEnd()}\n[${text}](${url}).\n`;
}

/** Brings the links of all READMEs up to date; gives the files that were changed. */
export async function writeReadmeLinks(
  root: string,
  lessons: readonly Lesson[],
  state: PostsState,
): Promise<string[]> {
  const changed: string[] = [];
  for (const { file, old, due } of await compareReadmes(root, lessons, state)) {
    if (old === due) continue;
    await writeAtomic(`${root}/${file}`, due);
    changed.push(file);
  }
  return changed;
}

/** Compares all READMEs with what they should be. @throws {CourseError} when one is missing */
export async function compareReadmes(
  root: string,
  lessons: readonly Lesson[],
  state: PostsState,
): Promise<{ file: string; old: string; due: string }[]> {
  return await Promise.all(lessons.map(async (lesson) => {
    const file = pageOf(lesson, "README.md");
    const old = await Deno.readTextFile(`${root}/${file}`).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      throw new CourseError(file, `is missing; restore it with git checkout -- ${file}`);
    });
    return { file, old, due: setTelegramLink(old, makeTelegramLink(lesson, state)) };
  }));
}

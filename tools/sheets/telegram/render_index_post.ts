import type { Lesson } from "../../course/lesson.ts";
import { escapeXml } from "../escape_xml.ts";
import { sheetPdf } from "../site/site_map.ts";
import { type ChannelMessage, makeMessage, messageUrl } from "./channel_message.ts";
import type { PostsState } from "./posts_state.ts";
import type { PostButton } from "./render_post.ts";
import { makeShareUrl } from "./share_url.ts";
import { MAX_UNITS } from "./split_parts.ts";

const TITLE = "Inter-process communication, by making failing tests pass";
const SUMMARY =
  "The cheat sheets of this channel. Each lesson is a small module with failing tests.";
const COMMAND = "deno task learn";

/**
 * Renders the message that is pinned: all lessons that have a post, by unit, each leading to it.
 *
 * @throws {RangeError} when there are more than one message holds
 */
export function renderIndexPost(lessons: readonly Lesson[], state: PostsState): ChannelMessage {
  const units = Map.groupBy(
    lessons.filter(({ slug }) => state.messages[`${slug}/1`] !== undefined),
    ({ unit }) => unit,
  );
  const sections = Array.from(
    units,
    ([unit, members]) =>
      [`<b>${escapeXml(unit)}</b>`, ...members.map((lesson) => renderLine(lesson, state))].join(
        "\n",
      ),
  );
  const html = [
    `<b>${TITLE}</b>\n<i>${SUMMARY}</i>`,
    ...sections,
    `Begin: <code>${COMMAND}</code>\n#ipc`,
  ].join("\n\n");
  const message = makeMessage("index", { html, buttons: listButtons(state) });
  if (message.text.length > MAX_UNITS) {
    const counts = `${message.text.length} UTF-16 units, one message holds ${MAX_UNITS}`;
    throw new RangeError(`Cannot list all lessons in one message: ${counts}; shorten their titles`);
  }
  return message;
}

function renderLine({ number, slug, title }: Lesson, { channel, messages }: PostsState): string {
  const text = `${String(number).padStart(2, "0")} ${escapeXml(title)}`;
  const posted = messages[`${slug}/1`];
  if (channel === undefined || posted === undefined) return text;
  return `<a href="${messageUrl(channel, posted.id)}">${text}</a>`;
}

function listButtons({ base, site }: PostsState): PostButton[] {
  const copy: PostButton = { type: "copy", text: `Copy: ${COMMAND}`, copied: COMMAND };
  const print: PostButton[] = site === undefined
    ? []
    : [{ type: "url", text: "All as PDF", url: new URL(sheetPdf("all"), site).href }];
  if (base === undefined) return [...print, copy];
  return [
    { type: "url", text: "Course", url: base },
    ...print,
    { type: "url", text: "Share", url: makeShareUrl(TITLE, base) },
    copy,
  ];
}

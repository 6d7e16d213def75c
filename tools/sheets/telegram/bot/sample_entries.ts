// A course of a few lessons for the tests of the bot's answers; none of it is read from files.
import type { Post } from "../render_post.ts";
import { splitParts } from "../split_parts.ts";
import type { BotEntry } from "./bot_course.ts";

/** Where the sample can be read. */
export const BASE = "https://example.org/course/";

/** The lessons of the sample, by number; the sheet of the last one takes two messages. */
export const SAMPLE_ENTRIES: readonly BotEntry[] = [
  makeEntry(2, "drain-both-ends", { title: "Pipes are small tanks", tags: ["pipe", "deadlock"] }),
  makeEntry(5, "pipeline", { title: "A pipeline carries three things", tags: ["pipe", "sigpipe"] }),
  makeEntry(7, "fifo-rendezvous", { title: "A pipe with a name", tags: ["fifo", "open"] }),
  makeEntry(8, "fifo-logger", { title: "Many <writers>", tags: ["pipe_buf", "atomic write"] }),
  makeEntry(14, "semaphore", { title: "Sleep until there is a permit", tags: ["mutex"], parts: 2 }),
];

/** Makes more lessons than one page of an inline answer holds. */
export function makeManyEntries(count: number): BotEntry[] {
  return Array.from(
    { length: count },
    (_, index) =>
      makeEntry(index + 1, `lesson-${index + 1}`, { title: `Title ${index + 1}`, tags: [] }),
  );
}

function makeEntry(
  number: number,
  slug: string,
  { title, tags, parts = 1 }: { title: string; tags: readonly string[]; parts?: number },
): BotEntry {
  const practise = `deno task learn run ${slug}`;
  return {
    lesson: {
      folder: `${String(number).padStart(2, "0")}_${slug.replaceAll("-", "_")}`,
      number,
      slug,
      title: slug.replaceAll("-", " "),
      teaches: `\`a | b\`: ${slug} & more`,
      unit: number < 8 ? "Boxes and pipes" : "Sharing",
      level: 3,
      minutes: 35,
      needs: [],
    },
    title,
    summary: `About ${slug}.`,
    practise,
    tags,
    post: makePost(slug, { practise, parts }),
  };
}

function makePost(slug: string, { practise, parts }: { practise: string; parts: number }): Post {
  const pieces = Array.from({ length: parts }, (_, index) => `<b>${slug}</b> ${index + 1}`);
  return {
    parts: pieces.flatMap((piece) => splitParts([piece])),
    buttons: [
      { type: "url", text: "Lesson", url: BASE },
      { type: "copy", text: `Copy: ${practise}`, copied: practise },
    ],
  };
}

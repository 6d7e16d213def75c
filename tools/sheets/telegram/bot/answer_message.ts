import { escapeXml } from "../../escape_xml.ts";
import { type ChannelMessage, listMessages, makeMessage } from "../channel_message.ts";
import { splitParts } from "../split_parts.ts";
import type { BotEntry } from "./bot_course.ts";
import { findEntries } from "./find_entries.ts";

/** A text that somebody has sent. */
export interface AskedMessage {
  /** Undefined: a picture or the like. */
  readonly text: string | undefined;
  /** Whether it was sent to the bot alone; in a group the bot answers what is addressed to it, and nothing else. */
  readonly isPrivate: boolean;
  /** The name of this bot, without the @. */
  readonly botName: string;
}

/** What each command of the bot does, for telegram's menu. */
export const BOT_COMMANDS = [
  { command: "start", description: "All lessons, and what this bot can do" },
  { command: "cheat", description: "A cheat sheet: /cheat pipes" },
  { command: "lesson", description: "What a lesson is about: /lesson 05" },
] as const;

/** What a link to the bot brings along that asks for all lessons: telegram wants one word at least. */
export const ALL = "all";

type Topic = "cheat" | "lesson";

/** How many other lessons are named below an answer. */
const MAX_OTHERS = 5;
/** How much of the words that somebody has sent is repeated. */
const MAX_ECHO = 40;
const WELCOME = `<b>Inter-process communication, by making failing tests pass</b>
/cheat pipes – a cheat sheet · /lesson 05 – what a lesson is about
Any words will do as well, as in: atomic write`;

/** Answers a message; an empty list when it is not for this bot. */
export function answerMessage(entries: readonly BotEntry[], asked: AskedMessage): ChannelMessage[] {
  const { text = "", isPrivate, botName } = asked;
  const [, command, addressee, words = ""] =
    /^\/(\w+)(?:@(\w+))?(?:\s+([^]*))?$/.exec(text.trim()) ?? [];
  if (addressee !== undefined && addressee.toLowerCase() !== botName.toLowerCase()) return [];
  if (command === undefined) return isPrivate ? answerTopic(entries, "cheat", text) : [];
  // telegram makes a link of /cheat_05, and of nothing with a blank in it
  const [, topic, number] = /^(cheat|lesson)(?:_(\d+))?$/i.exec(command) ?? [];
  if (topic !== undefined) {
    return answerTopic(entries, topic.toLowerCase() as Topic, number ?? words);
  }
  if (/^start$/i.test(command)) { // a link to the bot may bring words along, as in ?start=pipeline
    return answerTopic(entries, "cheat", words.trim() === ALL ? "" : words);
  }
  const isMeant = isPrivate || addressee !== undefined || /^help$/i.test(command);
  return isMeant ? renderList(entries) : [];
}

function answerTopic(
  entries: readonly BotEntry[],
  topic: Topic,
  words: string,
): ChannelMessage[] {
  if (words.trim() === "") return renderList(entries);
  const found = findEntries(entries, words);
  switch (found.type) {
    case "exact":
      return renderTopic(topic, found.entry);
    case "hits": {
      const [best, ...others] = found.entries;
      if (best === undefined) return renderList(entries);
      return [...renderTopic(topic, best), ...renderOthers(topic, { words, others })];
    }
    case "none":
      return [renderNothing(topic, words, found.nearest)];
  }
}

function renderTopic(topic: Topic, entry: BotEntry): ChannelMessage[] {
  return topic === "cheat" ? listMessages(entry.lesson.slug, entry.post) : [renderLesson(entry)];
}

function renderLesson({ lesson, practise, post }: BotEntry): ChannelMessage {
  const { title, teaches, unit, level, minutes, slug } = lesson;
  const html = [
    `<b>Lesson ${renderNumber(lesson)}: ${escapeXml(title)}</b>`,
    renderSentence(teaches),
    `${escapeXml(unit)} · level ${level} of 5 · about ${minutes} minutes`,
    `Practise: <code>${escapeXml(practise)}</code>`,
    `Cheat sheet: /cheat_${renderNumber(lesson)}`,
  ].join("\n");
  return makeMessage(`${slug}/lesson`, { html, buttons: post.buttons });
}

function renderOthers(
  topic: Topic,
  { words, others }: { words: string; others: readonly BotEntry[] },
): ChannelMessage[] {
  if (others.length === 0) return [];
  const lines = others.slice(0, MAX_OTHERS).map((entry) => renderLine(topic, entry));
  const html = [`Also about ${renderEcho(words)}:`, ...lines].join("\n");
  return [makeMessage("others", { html, buttons: [] })];
}

function renderNothing(
  topic: Topic,
  words: string,
  nearest: BotEntry | undefined,
): ChannelMessage {
  const html = [
    `No lesson is about ${renderEcho(words)}.`,
    ...(nearest === undefined ? [] : [`Perhaps you mean ${renderLine(topic, nearest)}`]),
    "All lessons: /start",
  ].join("\n");
  return makeMessage("nothing", { html, buttons: [] });
}

function renderList(entries: readonly BotEntry[]): ChannelMessage[] {
  const units = Map.groupBy(entries, ({ lesson }) => lesson.unit);
  const pieces = Array.from(units, ([unit, members]) => {
    const lines = members.map((entry) => renderLine("cheat", entry));
    return [`<b>${escapeXml(unit)}</b>`, ...lines].join("\n");
  });
  return splitParts([WELCOME, ...pieces]).map(({ html }, index) =>
    makeMessage(`list/${index + 1}`, { html, buttons: [] })
  );
}

function renderLine(topic: Topic, { lesson, title }: BotEntry): string {
  return `/${topic}_${renderNumber(lesson)} ${escapeXml(title)}`;
}

function renderNumber({ number }: BotEntry["lesson"]): string {
  return String(number).padStart(2, "0");
}

function renderEcho(words: string): string {
  const line = words.trim().replaceAll(/\s+/g, " ");
  const signs = [...line]; // a sign outside of the first plane is not cut in two
  return `“${escapeXml(signs.length > MAX_ECHO ? signs.slice(0, MAX_ECHO).join("") + "…" : line)}”`;
}

/** A sentence of lesson.json: plain, with programs between backticks. */
function renderSentence(text: string): string {
  return text.split("`").map((piece, index) =>
    index % 2 === 1 ? `<code>${escapeXml(piece)}</code>` : escapeXml(piece)
  ).join("");
}

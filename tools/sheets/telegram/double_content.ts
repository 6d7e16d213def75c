import type { DoubleBody, DoublePost } from "./channel_double.ts";
import { parseTelegramHtml } from "./parse_telegram_html.ts";
import { MAX_UNITS } from "./split_parts.ts";

/** What the copy button of a message may copy, in characters. */
const MAX_COPIED = 256;

/** Reads text and buttons of a message. @throws {Refusal} when telegram would refuse them */
export function readContent(body: DoubleBody): Pick<DoublePost, "html" | "text" | "markup"> {
  const { text: html, parse_mode, reply_markup } = body;
  if (typeof html !== "string" || parse_mode !== "HTML") throw refuse("unsupported parse_mode");
  const text = readText(html);
  if (text === "") throw refuse("message text is empty");
  if (text.length > MAX_UNITS) throw refuse("message is too long");
  const keyboard = (reply_markup as { inline_keyboard?: unknown } | undefined)?.inline_keyboard;
  for (const button of Array.isArray(keyboard) ? keyboard.flat() : []) checkButton(button);
  return { html, text, markup: JSON.stringify(keyboard ?? []) };
}

function readText(html: string): string {
  try {
    return parseTelegramHtml(html).text;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw refuse(`can't parse entities: ${error.message}`);
  }
}

function checkButton({ text, url, copy_text }: Record<string, unknown>): void {
  if (typeof text !== "string" || text === "") throw refuse("text buttons are unallowed");
  const copied = (copy_text as { text?: unknown } | undefined)?.text;
  const isCopy = typeof copied === "string" && copied !== "" && copied.length <= MAX_COPIED;
  if (isCopy) return;
  if (copy_text !== undefined) throw refuse("BUTTON_COPY_TEXT_INVALID");
  if (typeof url === "string" && /^https?:$/.test(URL.parse(url)?.protocol ?? "")) return;
  throw refuse(`inline keyboard button URL '${url}' is invalid`);
}

/** What a call is refused for, in telegram's own words. */
export class Refusal extends Error {
  readonly code: number;

  constructor(code: number, description: string) {
    super(description);
    this.code = code;
  }
}

/** Makes a refusal of a bad request. */
export function refuse(reason: string): Refusal {
  return new Refusal(400, `Bad Request: ${reason}`);
}

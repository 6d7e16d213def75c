/** Operating system commands, other escape sequences, and what is left of cut ones. */
const ESCAPES = new RegExp(
  String.raw`\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b\[[0-?]*[ -/]*[@-~]?|\x1b[ -~]?`,
  "g",
);
/**
 * Control characters but tab and newline, what turns the direction of text (so that it reads as something else), and
 * the two code points that no XML may hold.
 */
const UNSEEN = new RegExp(
  String.raw`[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]`,
  "g",
);

/** Removes from a text what a terminal, an XML reader or a browser would not show as text. */
export function cleanText(text: string): string {
  const lines = text.replace(/\r\n?/g, "\n").replace(ESCAPES, "").replace(UNSEEN, "");
  return lines.toWellFormed(); // a lone surrogate is no character: U+FFFD takes its place
}

/** Cleans a text and puts it on one line, blanks for what was between the words. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, " ").trim();
}

/** Cuts a text to at most `limit` UTF-16 units and says so at its end; never through a character. */
export function cutText(text: string, limit: number, note?: string): string {
  if (text.length <= limit) return text;
  const said = note ?? `\n[cut here: the whole text has ${text.length} characters]`;
  if (said.length >= limit) return cutAt(text, limit);
  return cutAt(text, limit - said.length) + said;
}

function cutAt(text: string, length: number): string {
  const isInside = /[\ud800-\udbff]/.test(text.charAt(length - 1)); // between the halves of a pair
  return text.slice(0, isInside ? length - 1 : length);
}

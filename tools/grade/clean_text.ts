/** Colours and other orders to a terminal (ECMA-48), and what follows an introducer up to its end. */
// deno-lint-ignore no-control-regex -- these are what is looked for
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])?/g;
/** Control characters but newline and tab, and what turns the direction of writing. */
// deno-lint-ignore no-control-regex -- as above
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text that may be shown, and whether it was cut. */
export interface CleanText {
  readonly text: string;
  readonly isTruncated: boolean;
}

/** Takes out of a text from a submission what could lie to a reader's eyes, and cuts it. */
export function cleanText(text: string, maxLength = 4_000): CleanText {
  // cut first: a flood must not be worked through
  const clean = text.slice(0, 2 * maxLength).replace(ESCAPES, "").replace(CONTROLS, "")
    .toWellFormed();
  const isTruncated = text.length > 2 * maxLength || clean.length > maxLength;
  return isTruncated
    ? { text: clean.slice(0, maxLength).toWellFormed() + "\n[cut here]", isTruncated }
    : { text: clean, isTruncated };
}

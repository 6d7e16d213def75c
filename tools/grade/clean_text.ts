import { cleanText as clean } from "../page/clean_text.ts";

/** A text that may be shown, and whether it was cut. */
export interface CleanText {
  readonly text: string;
  readonly isTruncated: boolean;
}

/** Takes out of a text from a submission what could lie to a reader's eyes, and cuts it. */
export function cleanText(text: string, maxLength = 4_000): CleanText {
  const cleaned = clean(text.slice(0, 2 * maxLength)); // cut first: a flood must not be worked through
  const isTruncated = text.length > 2 * maxLength || cleaned.length > maxLength;
  return isTruncated
    ? { text: cleaned.slice(0, maxLength).toWellFormed() + "\n[cut here]", isTruncated }
    : { text: cleaned, isTruncated };
}

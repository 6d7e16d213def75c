import { type CleanText, cleanText } from "./clean_text.ts";
import { labelRun } from "./label_run.ts";

/** Makes texts of a submission fit for a report: cleaned, cut, and without the numbers of this run. */
export function tellTexts(texts: readonly string[], maxLength = 4_000): CleanText[] {
  // twice as much at first: labels are shorter than most numbers, and where a text is cut must not hang on these
  const clean = texts.map((text) => cleanText(text, 2 * maxLength));
  return labelRun(clean.map((one) => one.text)).map((told, index) => {
    const { text, isTruncated } = cleanText(told, maxLength);
    return { text, isTruncated: isTruncated || clean[index]?.isTruncated === true };
  });
}

const STYLE = String.raw`\x1b\[[\d;]*m`;
const STYLES = new RegExp(STYLE, "g");
const ENDS_STYLE = /^\[(?:0|2[2-9]|39)?m$/;
const PARTS = new RegExp(`(${STYLE}| +)`);
/** Operating system commands, other escape sequences than styles, and control characters but tab and newline. */
const CONTROLS = new RegExp(
  String.raw`\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b\[[\d;:?<=>]*[ -/]*[@-ln-~]|\x1b[^[\]]|` +
    String.raw`\x1b(?!\[)|[\0-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f]`,
  "g",
);
/** Characters that take two columns (UAX #11), as far as learners print them. */
const WIDE =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\u3000-\u303f\uff01-\uff60]/u;
const SEGMENTS = new Intl.Segmenter();

/** Removes what would move the cursor or change the terminal; colours, tabs and newlines stay. */
export function removeControls(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(CONTROLS, "");
}

/** Counts the columns that a line takes on a terminal; styles take none. */
export function countColumns(line: string): number {
  const text = line.replace(STYLES, "");
  // deno-lint-ignore no-control-regex -- ASCII is counted without looking closer
  if (/^[\x00-\x7f]*$/.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of SEGMENTS.segment(text)) columns += WIDE.test(segment) ? 2 : 1;
  return columns;
}

/**
 * Breaks a line into lines of at most `columns`, between words where that is possible. What follows is indented like
 * the text after a label, so that the label stays in sight.
 */
export function wrapLine(line: string, columns: number): string[] {
  const text = line.replaceAll("\t", "    ");
  if (countColumns(text) <= columns) return [text];
  const indent = " ".repeat(Math.min(hangingIndent(text), Math.floor(columns / 2)));
  const lines: string[] = [];
  let style = ""; // what is on at the end of `current`
  let current = "";
  for (const part of text.split(PARTS)) {
    if (part.startsWith("\x1b")) {
      style = ENDS_STYLE.test(part.slice(1)) ? "" : style + part;
      current += part;
      continue;
    }
    for (const piece of cut(part, columns - indent.length)) {
      if (countColumns(current) + countColumns(piece) > columns) {
        lines.push(style === "" ? current.trimEnd() : `${current}\x1b[0m`);
        current = indent + style;
        if (piece.trim() === "") continue; // the blank at which the line was broken
      }
      current += piece;
    }
  }
  return current.trim() === "" ? lines : [...lines, current];
}

/** Cuts a line off after `columns`. */
export function truncate(line: string, columns: number): string {
  if (countColumns(line) <= columns) return line;
  return `${cut(line.replace(STYLES, ""), Math.max(1, columns - 1))[0] ?? ""}…`;
}

/** How far the text behind a label such as `    expected  ` is from the margin. */
function hangingIndent(line: string): number {
  const text = line.replace(STYLES, "");
  return (/^ *\S+(?: \S+)? {2,}(?=\S)/.exec(text) ?? /^ */.exec(text))?.[0].length ?? 0;
}

/** Cuts text without styles into pieces of at most `columns`. */
function cut(text: string, columns: number): string[] {
  if (countColumns(text) <= columns) return [text];
  const pieces: string[] = [];
  let piece = "";
  let width = 0;
  for (const { segment } of SEGMENTS.segment(text)) {
    const more = countColumns(segment);
    if (width + more > columns && piece !== "") {
      pieces.push(piece);
      piece = "";
      width = 0;
    }
    piece += segment;
    width += more;
  }
  return [...pieces, piece];
}

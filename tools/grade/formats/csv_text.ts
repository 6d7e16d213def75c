/** A cell as it stands in a file, quotes included, and what it means. */
export interface CsvCell {
  readonly raw: string;
  readonly value: string;
}

/** A row, and what ends its line: nothing at the end of a file. */
export interface CsvRow {
  readonly cells: readonly CsvCell[];
  readonly end: string;
}

/** A file of comma-separated values that can be written back byte for byte. */
export interface CsvText {
  readonly rows: readonly CsvRow[];
  readonly separator: "," | ";";
  /** A byte order mark, or nothing. */
  readonly mark: string;
}

/** Reads comma-separated values (RFC 4180; `;` too), or says why it cannot. */
export function parseCsv(file: string): CsvText | { readonly problem: string } {
  const mark = file.startsWith("\ufeff") ? "\ufeff" : "";
  const text = file.slice(mark.length);
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  const separator = firstLine.includes(",") || !firstLine.includes(";") ? "," : ";";
  const cell = new RegExp(`("(?:[^"]|"")*"|[^"${separator}\r\n]*)(${separator}|\r?\n|$)`, "y");
  const rows: CsvRow[] = [];
  let cells: CsvCell[] = [];
  while (cell.lastIndex < text.length || cells.length > 0) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (match === null) return { problem: `line ${countLines(text, at)} is no row of a CSV file` };
    const [, raw = "", end = ""] = match;
    cells.push({ raw, value: raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw });
    if (end === separator) continue;
    rows.push({ cells, end });
    cells = [];
  }
  return { rows, separator, mark };
}

/** Writes the values back; what was not changed is as it was. */
export function renderCsvText({ rows, separator, mark }: CsvText): string {
  return mark +
    rows.map(({ cells, end }) => cells.map((cell) => cell.raw).join(separator) + end).join("");
}

/**
 * Quotes a text for a cell where it must be. A text that a spreadsheet would take for a formula gets an apostrophe in
 * front, as OWASP advises: whoever opens the file would run it.
 */
export function quoteCell(text: string): string {
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",;\r\n]|^[\s']|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function countLines(text: string, end: number): number {
  return text.slice(0, end).split("\n").length;
}

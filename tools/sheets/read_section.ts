import type { Token } from "./marked.ts";
import { type Block, isKind } from "./parse_blocks.ts";
import { type Flow, parseFlowBlock } from "./parse_flow.ts";
import type { CallsTable, Pattern, Prose } from "./sheet.ts";
import type { Section } from "./split_sections.ts";

/** A section to read, and where to say what is wrong with it. */
export interface SectionReader {
  readonly section: Section;
  readonly report: (line: number, problem: string) => void;
}

/** What every output can show; HTML, images, nested lists and the like are not among it. */
const INLINE = ["text", "escape", "codespan", "strong", "em", "link"];

/** Reads a section that is one bullet list. */
export function readList(
  reader: SectionReader | undefined,
  { min, max }: { min: number; max: number },
): Prose[] {
  const block = readOnly(reader, { kind: "list", what: "one list of - bullets" });
  if (reader === undefined || block === undefined || !isKind(block.token, "list")) return [];
  const { section, report } = reader;
  if (block.token.ordered) report(block.line, "the list is numbered; use - bullets");
  const bullets: Prose[] = [];
  let line = block.line;
  for (const item of block.token.items) {
    bullets.push({ text: item.text.trimEnd(), tokens: readItem(item.tokens, line, report), line });
    line += item.raw.split("\n").length - 1;
  }
  const count = bullets.length;
  if (count < min) report(section.line, `${say(section, count)} bullets; at least ${min} are due`);
  if (count > max) report(section.line, `${say(section, count)} bullets; keep the best ${max}`);
  return bullets;
}

/** Reads a section that is one flow block. */
export function readFlows(reader: SectionReader | undefined): readonly Flow[] {
  const block = readOnly(reader, { kind: "code", lang: "flow", what: "one ```flow block" });
  if (reader === undefined || block === undefined || !isKind(block.token, "code")) return [];
  const { flows, problems } = parseFlowBlock(block.token.text, block.line + 1);
  for (const { line, problem } of problems) reader.report(line, problem);
  return flows;
}

/** Reads a section that is one table. */
export function readCalls(
  reader: SectionReader | undefined,
  { maxColumns, maxRows }: { maxColumns: number; maxRows: number },
): CallsTable {
  const block = readOnly(reader, { kind: "table", what: "one table" });
  if (reader === undefined || block === undefined || !isKind(block.token, "table")) {
    return { header: [], rows: [] };
  }
  const { section, report } = reader;
  const lines = [block.token.header, ...block.token.rows].map((cells, index) => {
    const line = block.line + index + (index > 0 ? 1 : 0); // the second line is the ruler
    return cells.map(({ text, tokens }) => ({
      text,
      tokens: checkInline(tokens, line, report),
      line,
    }));
  });
  const [header = [], ...rows] = lines;
  if (header.length > maxColumns) {
    report(block.line, `${say(section, header.length)} columns; a page fits ${maxColumns}`);
  }
  if (rows.length === 0) report(block.line, "the table has no rows; add at least one call");
  if (rows.length > maxRows) {
    report(block.line, `${say(section, rows.length)} rows; keep the ${maxRows} that matter`);
  }
  return { header, rows };
}

/** Reads a section that is one program. */
export function readPattern(
  reader: SectionReader | undefined,
  { maxLines }: { maxLines: number },
): Pattern {
  const block = readOnly(reader, { kind: "code", lang: "ts", what: "one ```ts block" });
  if (reader === undefined || block === undefined || !isKind(block.token, "code")) {
    return { code: "", line: 1 };
  }
  const code = block.token.text;
  const lineCount = code.split("\n").length;
  if (lineCount > maxLines) {
    const problem = `${say(reader.section, lineCount)} lines; show the idea in ${maxLines}`;
    reader.report(block.line, problem);
  }
  if (code.trim() === "") reader.report(block.line, "the program is empty; it is to be run");
  return { code, line: block.line + 1 };
}

/** Returns the one block that a section is made of; says what else is there. */
function readOnly(
  reader: SectionReader | undefined,
  { kind, lang, what }: { kind: "list" | "code" | "table"; lang?: string; what: string },
): Block | undefined {
  if (reader === undefined) return undefined;
  const { section: { title, line, blocks }, report } = reader;
  let found: Block | undefined;
  for (const block of blocks) {
    const { token } = block;
    if (token.type === "heading") continue; // checkSections() said it
    const fits = token.type === kind && (!isKind(token, "code") || token.lang === lang);
    if (fits && found === undefined) found = block;
    else report(block.line, `section "${title}" is ${what}; ${describe(token)} has no place in it`);
  }
  if (found === undefined) report(line, `section "${title}" lacks its content: ${what}`);
  return found;
}

function readItem(tokens: Token[], line: number, report: SectionReader["report"]): Token[] {
  const [first, ...rest] = tokens.filter(({ type }) => type !== "space");
  for (const token of rest) {
    report(line, `a bullet is one paragraph; ${describe(token)} has no place in it`);
  }
  if (first === undefined) {
    report(line, "the bullet is empty; fill it or remove it");
    return [];
  }
  if (isKind(first, "text") || isKind(first, "paragraph")) {
    return checkInline(first.tokens ?? [], line, report);
  }
  report(line, `a bullet is one paragraph; ${describe(first)} has no place in it`);
  return [];
}

function checkInline(tokens: Token[], line: number, report: SectionReader["report"]): Token[] {
  for (const token of tokens) {
    if (!INLINE.includes(token.type)) {
      report(line, `${describe(token)} cannot be shown by every output; use plain text or code`);
    } else if ("tokens" in token) checkInline(token.tokens ?? [], line, report);
  }
  return tokens;
}

function say(section: Section, count: number): string {
  return `section "${section.title}" has ${count}`;
}

function describe(token: Token): string {
  if (isKind(token, "code")) return `a code block marked "${token.lang ?? ""}"`;
  if (isKind(token, "html")) return `HTML (${token.raw.trim().slice(0, 20)})`;
  return token.type === "image" ? "an image" : `a ${token.type}`;
}

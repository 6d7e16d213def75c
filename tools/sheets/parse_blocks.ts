import { lexer, type MarkedToken, type Token } from "./marked.ts";

/** A piece of Markdown and the line of its file that it starts on; lines count from 1. */
export interface Block {
  readonly token: Token;
  readonly line: number;
}

/** Parses Markdown into its top-level blocks; `firstLine` is the line that the text starts on. */
export function parseBlocks(markdown: string, firstLine = 1): Block[] {
  const blocks: Block[] = [];
  let line = firstLine;
  for (const token of lexer(markdown.replaceAll("\r\n", "\n"))) {
    if (token.type !== "space") blocks.push({ token, line });
    line += countNewlines(token.raw); // the raw texts of all tokens make up the source
  }
  return blocks;
}

/** Lists a block and all that it holds, outermost first, in reading order. */
export function walkBlock({ token: top, line: firstLine }: Block): Block[] {
  const found: Block[] = [];
  let cursor = 0; // marked keeps no positions: each token is searched where the one before it ended
  for (const token of listTokens(top)) {
    const index = top.raw.indexOf(token.raw, cursor);
    if (index >= 0) cursor = index;
    found.push({ token, line: firstLine + countNewlines(top.raw.slice(0, cursor)) });
    if (index >= 0 && listChildren(token).length === 0) cursor += token.raw.length;
  }
  return found;
}

/** Narrows a token to one of Markdown's own kinds, as in `isKind(token, "list")`. */
export function isKind<Kind extends MarkedToken["type"]>(
  token: Token,
  kind: Kind,
): token is Extract<MarkedToken, { type: Kind }> {
  return token.type === kind;
}

function listTokens(token: Token): Token[] {
  return [token, ...listChildren(token).flatMap(listTokens)];
}

function listChildren(token: Token): Token[] {
  if (isKind(token, "list")) return token.items;
  if (isKind(token, "table")) {
    return [token.header, ...token.rows].flat().flatMap((cell) => cell.tokens);
  }
  return "tokens" in token ? token.tokens ?? [] : [];
}

function countNewlines(text: string): number {
  return text.split("\n").length - 1;
}

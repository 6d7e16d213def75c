import type { Token } from "./marked.ts";
import { isKind } from "./parse_blocks.ts";

/** How an output writes each inline kind; what is inside was written already. */
export interface InlineWriter {
  /** Plain words; a line break of the source is a blank by now. */
  readonly text: (text: string) => string;
  readonly code: (text: string) => string;
  readonly strong: (inner: string) => string;
  readonly em: (inner: string) => string;
  readonly link: (inner: string, href: string) => string;
}

/**
 * Renders the inline tokens of a bullet or a cell.
 *
 * @throws {TypeError} on a kind that the linter refuses: leaving it out would lose words silently
 */
export function renderInline(tokens: readonly Token[], writer: InlineWriter): string {
  return tokens.map((token) => renderToken(token, writer)).join("");
}

function renderToken(token: Token, writer: InlineWriter): string {
  if (isKind(token, "text") || isKind(token, "escape")) {
    return writer.text(token.text.replaceAll(/\s*\n\s*/g, " "));
  }
  if (isKind(token, "codespan")) return writer.code(token.text);
  if (isKind(token, "strong")) return writer.strong(renderInline(token.tokens, writer));
  if (isKind(token, "em")) return writer.em(renderInline(token.tokens, writer));
  if (isKind(token, "link")) return writer.link(renderInline(token.tokens, writer), token.href);
  throw new TypeError(
    `Cannot render ${token.type} in a cheat sheet: ${token.raw.trim()}; deno task verify says where`,
  );
}

import { parseTelegramHtml } from "./parse_telegram_html.ts";

/** One message of a post. */
export interface PostPart {
  readonly html: string;
  /** UTF-16 units of what the reader sees. */
  readonly unitCount: number;
  readonly entityCount: number;
}

/** What one message holds, after its HTML was read. */
export const MAX_UNITS = 4096;

/**
 * Packs pieces of HTML, each valid by itself, into as few messages as hold them, in their order.
 *
 * @throws {RangeError} when one piece alone is longer than a message
 * @throws {SyntaxError} when telegram would refuse a piece
 */
export function splitParts(pieces: readonly string[], maxUnits: number = MAX_UNITS): PostPart[] {
  const parts: PostPart[] = [];
  let current: PostPart | undefined;
  for (const piece of pieces) {
    const alone = measure(piece);
    if (alone.unitCount > maxUnits) {
      throw new RangeError(
        `Cannot send a piece of ${alone.unitCount} UTF-16 units in a message of ${maxUnits}; shorten it: ` +
          piece.slice(0, 60),
      );
    }
    const joined: PostPart = current === undefined ? alone : measure(`${current.html}\n\n${piece}`);
    if (joined.unitCount <= maxUnits) current = joined;
    else {
      if (current !== undefined) parts.push(current);
      current = alone;
    }
  }
  return current === undefined ? parts : [...parts, current];
}

function measure(html: string): PostPart {
  const { text, entityCount } = parseTelegramHtml(html);
  return { html, unitCount: text.length, entityCount };
}

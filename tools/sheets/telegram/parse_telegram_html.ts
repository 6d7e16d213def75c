// The rules of telegram's HTML mode, as its servers check them (TDLib, MessageEntity.cpp): what breaks one of them is
// answered with "400 Bad Request: can't parse entities" and not sent. So they are checked before anything is sent.

/** What a message looks like once telegram has read its HTML. */
export interface TelegramText {
  /** What the reader sees. Its length in UTF-16 units is what telegram's limit counts. */
  readonly text: string;
  readonly entityCount: number;
}

/** The tags there are, and the attributes that each may have. */
const TAGS: Readonly<Record<string, RegExp>> = {
  b: /^$/,
  strong: /^$/,
  i: /^$/,
  em: /^$/,
  u: /^$/,
  ins: /^$/,
  s: /^$/,
  strike: /^$/,
  del: /^$/,
  "tg-spoiler": /^$/,
  span: /^ class="tg-spoiler"$/,
  a: /^ href="[^"<>]+"$/,
  pre: /^$/,
  code: /^(?: class="language-[a-z0-9+#-]+")?$/,
  blockquote: /^(?: expandable)?$/,
};
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };
const PART = /<(\/?)([a-z][a-z-]*)([^<>]*)>|&(?:#(\d+)|#x([\da-f]+)|([a-z]+));|([^<>&]+)|([^])/gi;

/**
 * Parses a message in telegram's HTML mode.
 *
 * @throws {SyntaxError} when telegram would refuse it
 */
export function parseTelegramHtml(html: string): TelegramText {
  const open: string[] = [];
  let text = "";
  let entityCount = 0;
  for (const part of html.matchAll(PART)) {
    const [all, slash, tag, attributes = "", decimal, hex, name, plain] = part;
    if (plain !== undefined) text += plain;
    else if (tag === undefined) text += parseEntity(all, { decimal, hex, name });
    else if (slash === "/") closeTag(open, tag.toLowerCase(), all);
    else {
      openTag(open, tag.toLowerCase(), { attributes, all });
      entityCount++;
    }
  }
  if (open.length > 0) throw new SyntaxError(`<${open.at(-1)}> is never closed`);
  return { text: text.trim(), entityCount };
}

function parseEntity(
  all: string,
  { decimal, hex, name }: Record<"decimal" | "hex" | "name", string | undefined>,
): string {
  if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
  if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
  const sign = ENTITIES[name ?? ""];
  if (sign !== undefined) return sign;
  throw new SyntaxError(
    `"${all}" must be escaped: only &lt; &gt; &amp; &quot; and numbers are known`,
  );
}

function openTag(
  open: string[],
  tag: string,
  { attributes, all }: { attributes: string; all: string },
): void {
  const allowed = Object.hasOwn(TAGS, tag) ? TAGS[tag] : undefined;
  if (allowed === undefined) throw new SyntaxError(`${all} is no tag of telegram`);
  if (!allowed.test(attributes)) throw new SyntaxError(`${all} has an attribute it cannot have`);
  const parent = open.at(-1);
  const isLanguage = parent === "pre" && tag === "code" && attributes !== "";
  if ((open.includes("pre") || open.includes("code")) && !isLanguage) {
    throw new SyntaxError(`${all} stands inside <${parent}>, which holds plain text alone`);
  }
  if (tag === "code" && attributes !== "" && !isLanguage) {
    throw new SyntaxError(`${all} has a language, which only works directly inside <pre>`);
  }
  if (tag === "blockquote" && open.includes(tag)) {
    throw new SyntaxError("a <blockquote> stands inside another");
  }
  open.push(tag);
}

function closeTag(open: string[], tag: string, all: string): void {
  const last = open.pop();
  if (last !== tag) throw new SyntaxError(`${all} closes <${last ?? "nothing"}>`);
}

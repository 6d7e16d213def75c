import { drawFlows } from "../draw_flow.ts";
import { escapeXml } from "../escape_xml.ts";
import { OVERVIEW } from "../overview.ts";
import { type InlineWriter, renderInline } from "../render_inline.ts";
import type { CallsTable, Prose, Sheet } from "../sheet.ts";
import { makeShareUrl } from "./share_url.ts";
import { type PostPart, splitParts } from "./split_parts.ts";

/** A button below the last part. */
export type PostButton =
  | { readonly type: "url"; readonly text: string; readonly url: string }
  | { readonly type: "copy"; readonly text: string; readonly copied: string };

/** A cheat sheet as it goes to a channel. */
export interface Post {
  readonly parts: readonly PostPart[];
  readonly buttons: readonly PostButton[];
}

/** What a post needs to know beside the sheet. */
export interface PostOptions {
  /**
   * Where the course can be read, as in `https://example.org/course/`: the links of the post lead below it.
   *
   * @default undefined: links are shown as paths, and there is no button for them
   */
  readonly base?: string | undefined;
  /**
   * The address of the sheet's PDF.
   *
   * @default undefined: there is no button for it
   */
  readonly pdf?: string | undefined;
}

/** What a phone shows of a line in a monospaced block without breaking it. */
const PHONE_COLUMNS = 34;

/** Renders a sheet as a post in telegram's HTML mode. @throws {SyntaxError | RangeError} when telegram would refuse it */
export function renderPost(sheet: Sheet, { base, pdf }: PostOptions = {}): Post {
  const { front } = sheet;
  const writer = makeWriter(sheet, base);
  const bullets = (items: readonly Prose[]) =>
    items.map(({ tokens }) => `• ${renderInline(tokens, writer)}`).join("\n");
  const picture = escapeXml(drawFlows(sheet.flows, PHONE_COLUMNS).join("\n"));
  const program = escapeXml(sheet.pattern.code);
  const pieces = [
    `<b>${escapeXml(front.title)}</b>\n<i>${escapeXml(front.summary)}</i>`,
    titled("In one minute", bullets(sheet.bullets)),
    titled("Picture", `<pre>${picture}</pre>`),
    titled("Calls", renderCards(sheet.calls, writer)),
    titled("Pattern", `<pre><code class="language-typescript">${program}</code></pre>`),
    titled("Traps", bullets(sheet.traps)),
    titled("See also", bullets(sheet.links)),
    `Practise: <code>${escapeXml(front.practise)}</code>\n${renderTags(front.tags)}`,
  ];
  return { parts: splitParts(pieces), buttons: listButtons(sheet, { base, pdf }) };
}

/** The address of a file of the course; undefined when the course has none. */
function resolve(href: string, { path }: Sheet, base: string | undefined): string | undefined {
  if (/^https?:/.test(href)) return href;
  return base === undefined ? undefined : new URL(href, new URL(path, base)).href;
}

function makeWriter(sheet: Sheet, base: string | undefined): InlineWriter {
  return {
    text: escapeXml,
    code: (text) => `<code>${escapeXml(text)}</code>`,
    strong: (inner) => `<b>${inner}</b>`,
    em: (inner) => `<i>${inner}</i>`,
    link: (inner, href) => {
      const url = resolve(href, sheet, base);
      if (url !== undefined) return `<a href="${escapeXml(url)}">${inner}</a>`;
      const path = new URL(href, new URL(sheet.path, "file:///")).pathname.slice(1);
      return `${inner} (${escapeXml(path)})`;
    },
  };
}

/** Telegram has no tables, and columns break on a phone: one card for each row. */
function renderCards({ header, rows }: CallsTable, writer: InlineWriter): string {
  return rows.map(([first, ...rest]) => {
    const name = renderInline(first?.tokens ?? [], writer);
    const cells = rest.map(({ tokens }, index) => {
      const title = renderInline(header[index + 1]?.tokens ?? [], writer);
      return `${title}: ${renderInline(tokens, writer)}`;
    });
    return [`• ${name}`, ...cells.map((cell) => `    ${cell}`)].join("\n");
  }).join("\n");
}

function titled(title: string, html: string): string {
  return `<b>${title}</b>\n${html}`;
}

/** A hashtag ends at the first sign that is neither letter, digit nor underscore. */
function renderTags(tags: readonly string[]): string {
  return ["ipc", ...tags].map((tag) => `#${tag.replaceAll(/[^\p{L}\p{N}]+/gu, "_")}`).join(" ");
}

function listButtons(sheet: Sheet, { base, pdf }: PostOptions): PostButton[] {
  const { front } = sheet;
  const practise: PostButton = {
    type: "copy",
    text: `Copy: ${front.practise}`,
    copied: front.practise,
  };
  const print: PostButton[] = pdf === undefined ? [] : [{ type: "url", text: "PDF", url: pdf }];
  const lesson = resolve("README.md", sheet, base);
  if (lesson === undefined) return [...print, practise];
  const text = `${front.title}: ${front.summary}`;
  return [
    { type: "url", text: front.slug === OVERVIEW.slug ? "Comparison" : "Lesson", url: lesson },
    ...print,
    { type: "url", text: "Share", url: makeShareUrl(text, lesson) },
    practise,
  ];
}

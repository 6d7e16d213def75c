import { posix } from "node:path";
import { drawFlowsSvg } from "../draw_flow_svg.ts";
import { escapeXml } from "../escape_xml.ts";
import { Marked, type Tokens } from "../marked.ts";
import { parseFlowBlock } from "../parse_flow.ts";
import type { Highlight } from "./highlight.ts";
import { relate, type SiteMap } from "./site_map.ts";

/** What the Markdown of a page needs to become HTML. */
export interface HtmlContext {
  /** The file that holds the Markdown, relative to the course. */
  readonly source: string;
  /** The page that it becomes, relative to the site. */
  readonly page: string;
  readonly siteMap: SiteMap;
  readonly highlight: Highlight;
  /** The ids that the page has already; each heading adds one. */
  readonly ids: Set<string>;
  /**
   * Before each id, where a page holds several texts.
   *
   * @default ""
   */
  readonly idPrefix?: string;
  /**
   * How many levels deeper each heading is.
   *
   * @default 0
   */
  readonly deeper?: number;
}

/** Renders Markdown of the course as HTML: pictures drawn, programs coloured, links within the site. */
export function renderHtml(markdown: string, context: HtmlContext): string {
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        return renderHeading(this.parser.parseInline(tokens), depth, context);
      },
      code: (token) => renderCode(token, context.highlight),
      link({ href, tokens }) {
        return renderLink(this.parser.parseInline(tokens), href, context);
      },
      table({ header, rows }) {
        const inner = ({ tokens }: Tokens.TableCell) => this.parser.parseInline(tokens);
        return renderTable(header.map(inner), rows.map((cells) => cells.map(inner)));
      },
      html({ raw }) {
        throw new TypeError(`Cannot show HTML of ${context.source} on the site: ${raw.trim()}`);
      },
    },
  });
  return String(marked.parse(markdown));
}

/** Renders a sentence that is plain but for code in backticks, as lesson.json holds them. */
export function renderSentence(text: string): string {
  return escapeXml(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}

/** Renders a heading with an anchor that a reader can copy. @throws {RangeError} when its id is there already */
export function renderHeading(inner: string, depth: number, context: HtmlContext): string {
  const level = Math.min(6, depth + (context.deeper ?? 0));
  if (level === 1) return `<h1>${inner}</h1>\n`;
  const name = inner.replace(/<[^>]+>/g, "").replace(/&[a-z#0-9]+;/g, "").toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  const id = `${context.idPrefix ?? ""}${name}`;
  if (context.ids.has(id)) throw new RangeError(`${context.page} has two headings "${id}"`);
  context.ids.add(id);
  const anchor = `<a class="anchor" href="#${id}" aria-label="Link to this section">#</a>`;
  return `<h${level} id="${id}">${inner} ${anchor}</h${level}>\n`;
}

function renderCode({ text, lang = "" }: Tokens.Code, highlight: Highlight): string {
  const [language = ""] = lang.split(" ");
  if (language === "flow") return renderFlow(text);
  return `<div class="code">${highlight(text, language)}</div>\n`;
}

function renderFlow(text: string): string {
  const { flows } = parseFlowBlock(text, 1);
  const wide = drawFlowsSvg(flows, { theme: "page" });
  const narrow = drawFlowsSvg(flows, { theme: "page", direction: "down" });
  return `<figure class="flow"><div class="wide">${wide}</div><div class="narrow">${narrow}</div></figure>\n`;
}

function renderLink(inner: string, href: string, context: HtmlContext): string {
  if (/^https?:/.test(href)) return `<a href="${escapeXml(href)}">${inner}</a>`;
  if (href.startsWith("#")) return `<a href="${escapeXml(href)}">${inner}</a>`;
  const path = posix.join(posix.dirname(context.source), href.replace(/#.*/, ""));
  const target = context.siteMap(path);
  // a file that is only in the checkout: its name is what the reader can use
  if (target === undefined) return `<span class="file" title="${escapeXml(path)}">${inner}</span>`;
  return `<a href="${relate(context.page, target)}">${inner}</a>`;
}

/** Says the roles of a table once more: a phone shows rows as cards, and a table that is laid out as blocks loses them. */
function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const titles = head.map((inner) => `<th role="columnheader" scope="col">${inner}</th>`);
  const renderCell = (inner: string, index: number) => {
    const title = index === 0 ? "" : ` data-title="${(head[index] ?? "").replace(/<[^>]+>/g, "")}"`;
    return `<td role="cell"${title}>${inner}</td>`;
  };
  const body = rows.map((cells) => `<tr role="row">${cells.map(renderCell).join("")}</tr>`);
  return `<div class="table"><table role="table"><thead role="rowgroup"><tr role="row">` +
    `${titles.join("")}</tr></thead><tbody role="rowgroup">${
      body.join("\n")
    }</tbody></table></div>\n`;
}

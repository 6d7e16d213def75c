import { type Block, isKind, parseBlocks, walkBlock } from "../../sheets/parse_blocks.ts";
import type { Page } from "./page.ts";

/** A link or an image of a page. */
export interface Link {
  readonly href: string;
  readonly line: number;
}

/** What other pages may point at, and where this page points to. */
export interface LinkedPage {
  readonly path: string;
  /** What may follow `#`, as GitHub names it. */
  readonly anchors: ReadonlySet<string>;
  readonly links: readonly Link[];
}

/** Finds the anchors, links and images of a page. */
export function parseLinks({ path, text }: Page): LinkedPage {
  const blocks = parseBlocks(...cutFrontMatter(text)).flatMap(walkBlock);
  return { path, anchors: listAnchors(blocks), links: blocks.flatMap(listLinks) };
}

/** Turns the text of a heading into GitHub's anchor, leaving aside that a second one gets `-1`. */
export function makeSlug(heading: string): string {
  return heading.trim().toLowerCase().replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
    .replaceAll(" ", "-");
}

function listAnchors(blocks: readonly Block[]): Set<string> {
  const anchors = new Set<string>();
  const counts = new Map<string, number>();
  for (const { token, line } of blocks) {
    if (isKind(token, "html")) {
      listAttributes(token.raw, "id|name").forEach((id) => anchors.add(id));
    }
    if (!isKind(token, "heading")) continue;
    const slug = makeSlug(readText({ token, line }));
    let unique = slug;
    while (anchors.has(unique)) {
      const count = (counts.get(slug) ?? 0) + 1;
      counts.set(slug, count);
      unique = `${slug}-${count}`;
    }
    anchors.add(unique);
  }
  return anchors;
}

function listLinks({ token, line }: Block): Link[] {
  if (isKind(token, "link") || isKind(token, "image")) return [{ href: token.href, line }];
  if (!isKind(token, "html")) return [];
  const plain = listAttributes(token.raw, "href|src");
  const sets = listAttributes(token.raw, "srcset").flatMap((set) => set.split(","))
    .map((entry) => entry.trim().split(/\s+/)[0] ?? "");
  return [...plain, ...sets].map((href) => ({ href, line }));
}

function listAttributes(html: string, names: string): string[] {
  const attribute = new RegExp(`\\s(?:${names})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, "gi");
  const tags = html.replace(/<!--[\s\S]*?-->/g, "");
  return Array.from(tags.matchAll(attribute), ([, double, single]) => double ?? single ?? "");
}

/** The words of a heading without their Markdown. */
function readText(heading: Block): string {
  return walkBlock(heading).map(({ token }) => {
    const isLeaf = !("tokens" in token) || token.tokens === undefined;
    return isLeaf && "text" in token && !isKind(token, "html") ? decode(token.text) : "";
  }).join("");
}

/** Entities stand for signs that no anchor keeps. */
function decode(text: string): string {
  return text.replace(/&(?:lt|gt|amp|quot|apos|#\d+);/g, "");
}

/** Front matter is no Markdown: `---` below a line would make it a heading. */
function cutFrontMatter(text: string): [body: string, firstLine: number] {
  const match = /^---\n[\s\S]*?\n---\n/.exec(text);
  if (match === null) return [text, 1];
  return [text.slice(match[0].length), match[0].split("\n").length];
}

import { type Card, CARD_SIZE, describeCard } from "../cards/draw_card.ts";
import { escapeXml } from "../escape_xml.ts";
import { relate } from "./site_map.ts";

/** One page of the site. */
export interface SitePage {
  /** Relative to the site, as in `lessons/pipeline.html`. */
  readonly path: string;
  readonly title: string;
  /** One sentence, for lists and for search engines. */
  readonly summary: string;
  /** What stands in `<main>`. */
  readonly html: string;
  /** The picture beside a link to it. */
  readonly card: Card;
}

/** What a page needs to know of the site that it stands in. */
export interface ShellSite {
  /** Whether the site has a page of that path. */
  readonly isThere: (path: string) => boolean;
  /**
   * Where the site will be, ending in a slash.
   *
   * @default undefined: nobody knows
   */
  readonly base?: string | undefined;
  /** Where the picture beside a link to the page is, relative to the site; needs `base`. @default undefined: none */
  readonly picture?: string | undefined;
}

const MAIN_PAGES = [
  ["index.html", "Lessons"],
  ["sheets.html", "Cheat sheets"],
  ["compare.html", "Comparison"],
] as const;

/** Renders a whole page around its content; all it refers to is part of the site. */
export function renderShell(page: SitePage, site: ShellSite): string {
  const { path, title, summary, html } = page;
  const to = (target: string) => relate(path, target);
  const links = MAIN_PAGES.filter(([target]) => site.isThere(target)).map(([target, name]) => {
    const current = target === path ? ' aria-current="page"' : "";
    return `<a href="${to(target)}"${current}>${name}</a>`;
  });
  return `<!DOCTYPE html>
<html lang="en" data-root="${to("index.html").replace("index.html", "")}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${escapeXml(summary)}">
<meta property="og:title" content="${escapeXml(title)}">
<meta property="og:description" content="${escapeXml(summary)}">
${renderAddresses(page, site)}<title>${escapeXml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${to("style.css")}">
<script src="${to("page.js")}" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header>
<nav aria-label="Site">${links.join("\n")}</nav>
<form role="search" class="search" hidden>
<label for="search">Search</label>
<input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="press /">
<button type="button" class="scheme">Dark</button>
</form>
<div class="found" hidden><p role="status"></p><ul></ul></div>
</header>
<main id="main">
${html}
</main>
<p class="copied" role="status"></p>
</body>
</html>
`;
}

/** Whoever shows a preview takes absolute addresses only. */
function renderAddresses({ path, card }: SitePage, { base, picture }: ShellSite): string {
  if (base === undefined) return "";
  const own = escapeXml(`${base}${path.replace(/^index\.html$/, "")}`);
  const addresses =
    `<meta property="og:url" content="${own}">\n<link rel="canonical" href="${own}">\n`;
  if (picture === undefined) return addresses;
  const { width, height } = CARD_SIZE;
  return `${addresses}<meta property="og:image" content="${escapeXml(base + picture)}">
<meta property="og:image:width" content="${width}">
<meta property="og:image:height" content="${height}">
<meta property="og:image:alt" content="${escapeXml(describeCard(card))}">
<meta name="twitter:card" content="summary_large_image">
`;
}

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
}

const MAIN_PAGES = [
  ["index.html", "Lessons"],
  ["sheets.html", "Cheat sheets"],
  ["compare.html", "Comparison"],
] as const;

/** Renders a whole page around its content; all it refers to is part of the site, as `isThere` knows it. */
export function renderShell(page: SitePage, isThere: (path: string) => boolean): string {
  const { path, title, summary, html } = page;
  const to = (target: string) => relate(path, target);
  const links = MAIN_PAGES.filter(([target]) => isThere(target)).map(([target, name]) => {
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
<title>${escapeXml(title)}</title>
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

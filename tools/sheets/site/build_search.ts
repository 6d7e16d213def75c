import { loadSearchScript, MiniSearch } from "./minisearch.ts";
import type { SitePage } from "./render_shell.ts";

/** What the page's script needs to know as well: it stands in search.js beside the index. */
const OPTIONS = {
  idField: "path",
  fields: ["title", "summary", "text"],
  storeFields: ["title", "summary"],
};

/** Builds search.js: library and index, as one classic script that the pages load when somebody searches. */
export async function buildSearch(pages: readonly SitePage[]): Promise<string> {
  const index = new MiniSearch<SitePage & { text: string }>(OPTIONS);
  index.addAll(pages.map((page) => ({ ...page, text: readText(page.html) })));
  const data = JSON.stringify(JSON.stringify(index));
  return `// MiniSearch 7.2.0, MIT licence, https://github.com/lucaong/minisearch\n${await loadSearchScript()}
globalThis.courseSearch = globalThis.MiniSearch.loadJSON(${data}, ${JSON.stringify(OPTIONS)});\n`;
}

function readText(html: string): string {
  return html.replace(/<svg[^]*?<\/svg>/g, " ").replace(/<[^>]+>/g, " ").replace(
    /&[a-z#0-9]+;/g,
    " ",
  );
}

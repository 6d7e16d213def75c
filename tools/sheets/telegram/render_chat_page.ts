import { escapeXml } from "../escape_xml.ts";
import type { Post, PostButton } from "./render_post.ts";
import { MAX_UNITS } from "./split_parts.ts";

/** A post and the name of its sheet. */
export interface NamedPost {
  readonly name: string;
  readonly post: Post;
}

const CSS =
  `:root{color-scheme:light dark;--back:#c9dcc4;--paper:#fff;--ink:#111;--dim:#525a63;--link:#0b5cad;
--code:#a5123f;--block:#f1f3f5;--button:#2f5d3a}
@media (prefers-color-scheme:dark){:root{--back:#0e1621;--paper:#182533;--ink:#f2f4f6;--dim:#a9b6c3;--link:#7cc0ff;
--code:#ff9dbb;--block:#101a24;--button:#2b5278}}
body{margin:0;padding:16px 8px;background:var(--back);color:var(--ink);font:16px/1.35 system-ui,sans-serif}
main{max-width:430px;margin:auto}h1{font-size:18px}h2{font-size:15px;margin:28px 4px 8px}
.part{background:var(--paper);border-radius:12px;padding:8px 11px;margin:6px 0;white-space:pre-wrap;
overflow-wrap:anywhere}
.part a{color:var(--link)}.part code{color:var(--code);font:14px/1.3 ui-monospace,Menlo,Consolas,monospace}
.part pre{background:var(--block);border-radius:6px;border-left:3px solid var(--link);padding:6px 8px;margin:4px 0;
font:13px/1.3 ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre-wrap}
.part pre code{color:inherit;font:inherit}.count{color:var(--dim);font-size:12px;text-align:right;margin-top:4px}
.buttons{display:flex;flex-wrap:wrap;gap:4px}.buttons span{flex:1 1 30%;background:var(--button);color:#fff;
border-radius:8px;padding:8px 6px;text-align:center;font-size:14px}`;

/** Renders posts as a page that looks like a chat on a phone; it needs nothing from outside. */
export function renderChatPage(posts: readonly NamedPost[]): string {
  const articles = posts.map(({ name, post }) => {
    const parts = post.parts.map(({ html, unitCount }) =>
      `<div class="part">${html}<div class="count">${unitCount} of ${MAX_UNITS}</div></div>`
    );
    const buttons = `<div class="buttons">${post.buttons.map(renderButton).join("")}</div>`;
    return `<article>\n<h2>${escapeXml(name)}</h2>\n${parts.join("\n")}\n${buttons}\n</article>`;
  });
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Preview of the channel</title>
<style>${CSS}</style>
<main>
<h1>Preview: nothing was sent</h1>
${articles.join("\n")}
</main>
</html>
`;
}

function renderButton(button: PostButton): string {
  const title = button.type === "url" ? button.url : `copies: ${button.copied}`;
  return `<span title="${escapeXml(title)}">${escapeXml(button.text)}</span>`;
}

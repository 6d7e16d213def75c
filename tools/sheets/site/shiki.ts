// The one place that names the highlighter and the languages of the course's pages; see ../marked.ts for why it is
// not in deno.json.
// deno-lint-ignore-file no-import-prefix -- see above
export { createHighlighterCore } from "npm:@shikijs/core@4.6.0";
export { createJavaScriptRegexEngine } from "npm:@shikijs/engine-javascript@4.6.0";
export { default as shell } from "npm:@shikijs/langs@4.6.0/shellscript";
export { default as typescript } from "npm:@shikijs/langs@4.6.0/typescript";
export { default as dark } from "npm:@shikijs/themes@4.6.0/github-dark-high-contrast";
export { default as light } from "npm:@shikijs/themes@4.6.0/github-light-high-contrast";

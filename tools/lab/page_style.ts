/** The style of the pages with charts: light and dark, and for paper. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --grid: light-dark(#ddd, #444); --soft: light-dark(#555, #aaa);
  --course: light-dark(#0072b2, #56b4e9); --deno: light-dark(#007a5a, #2fc79a); --python: light-dark(#b36b00, #e6a817);
  --node: light-dark(#a8467f, #e08cbc); --c: light-dark(#555, #bbb); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { line-height: 1.2; } h2 { margin-top: 3rem; } h2::first-letter { text-transform: uppercase; }
figure { margin: 1rem 0; overflow-x: auto; } svg { width: 100%; min-width: 34rem; }
table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
td, th { padding: .15rem .7rem .15rem 0; text-align: left; vertical-align: top; border-top: 1px solid var(--grid); }
dt { font-weight: 600; margin-top: .6rem; } dd { margin: 0; } blockquote { margin-left: 0; font-style: italic; }
@media print { :root { color-scheme: light; } body { max-width: none; margin: 0; font-size: 11px; }
  figure, table, dl { break-inside: avoid; } h2, h2 + p { break-after: avoid; } h2 { margin-top: 1.5rem; } figure { overflow: visible; } svg { min-width: 0; } }
`;

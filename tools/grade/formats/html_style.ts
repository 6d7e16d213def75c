import { Markup } from "../../page/markup.ts";

/** The page's whole appearance: light and dark, narrow and wide, on paper. Colour is never the only carrier of meaning. */
export const HTML_STYLE = new Markup(`
:root {
  color-scheme: light dark;
  --back: #ffffff; --text: #1c1d22; --dim: #565b68; --line: #d4d8e1; --panel: #f5f6f9; --link: #0b4fc4;
  --good-back: #cfeeda; --good-text: #0a4420; --bad-back: #fbd5d1; --bad-text: #74110a;
  --limit-back: #fce5bd; --limit-text: #5f3b00; --broken-back: #e7d9f8; --broken-text: #461a73;
  --none-back: #e4e7ed; --none-text: #414652; --alarm-back: #8c140c; --alarm-text: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #15161a; --text: #e7e8ec; --dim: #a6abb8; --line: #363a45; --panel: #1e2026; --link: #8ab4ff;
    --good-back: #123d22; --good-text: #b4efc6; --bad-back: #561713; --bad-text: #ffcfca;
    --limit-back: #4a3205; --limit-text: #ffdf9e; --broken-back: #371d57; --broken-text: #e4d0ff;
    --none-back: #30343e; --none-text: #ccd1dc; --alarm-back: #ffb4ab; --alarm-text: #5b0a04;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0.5rem 0; }
h2 { font-size: 1.25rem; margin: 2rem 0 0.5rem; }
h3 { font-size: 1.1rem; margin: 0 0 0.25rem; overflow-wrap: anywhere; }
a { color: var(--link); overflow-wrap: anywhere; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
p, ul { margin: 0.5rem 0; }
.dim { color: var(--dim); }
.note { border-left: 4px solid var(--limit-text); background: var(--limit-back); color: var(--limit-text);
  padding: 0.5rem 0.75rem; overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1rem 0; padding: 0; list-style: none; }
.facts li { background: var(--panel); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.5rem 1rem; }
.facts b { display: block; font-size: 1.4rem; line-height: 1.2; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--dim); padding: 0.25rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: 0.3rem 0.5rem; text-align: left; vertical-align: top; }
td, tbody th { overflow-wrap: anywhere; hyphens: auto; }
tbody th { font-weight: 600; min-width: 6.5rem; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
.scroll { overflow-x: auto; }
.grid th, .grid td { white-space: nowrap; overflow-wrap: normal; }
.grid tbody th { max-width: 16rem; overflow: hidden; text-overflow: ellipsis; }
.grid .cell { text-align: center; padding: 0; min-width: 1.75rem; border: 1px solid var(--back); font-weight: 600; }
.grid .cell a, .grid .cell span { display: block; padding: 0.25rem; color: inherit; min-height: 1.75rem; }
.chip { display: inline-block; border-radius: 0.3rem; padding: 0 0.4rem; margin: 0 0.2rem 0.2rem 0; font-weight: 600;
  white-space: nowrap; }
.good { background: var(--good-back); color: var(--good-text); }
.bad { background: var(--bad-back); color: var(--bad-text); }
.limit { background: var(--limit-back); color: var(--limit-text); }
.broken { background: var(--broken-back); color: var(--broken-text); }
.none { background: var(--none-back); color: var(--none-text); }
.alarm { background: var(--alarm-back); color: var(--alarm-text); }
.bars td:nth-child(3) { width: 45%; }
.bar { display: block; width: 100%; height: 1.5rem; border-radius: 0.3rem; }
rect.good { fill: var(--good-back); } rect.bad { fill: var(--bad-back); } rect.limit { fill: var(--limit-back); }
rect.broken { fill: var(--broken-back); } rect.none { fill: var(--none-back); } rect.alarm { fill: var(--alarm-back); }
.student { border: 1px solid var(--line); border-radius: 0.5rem; padding: 1rem; margin: 1rem 0; }
details { border-top: 1px solid var(--line); padding: 0.4rem 0; }
summary { cursor: pointer; font-weight: 600; overflow-wrap: anywhere; }
.checks { list-style: none; padding: 0; }
.checks li { margin: 0.5rem 0; overflow-wrap: anywhere; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 0.3rem; padding: 0.5rem; margin: 0.25rem 0;
  white-space: pre-wrap; overflow-wrap: anywhere; font: 0.875rem/1.4 ui-monospace, monospace; }
/* the filter: a link to a student, or to a part of one, leaves that student alone on the page */
.all { display: none; }
body:has(.student:target, .student :target) .all { display: block; }
body:has(.student:target, .student :target) .student:not(:target):not(:has(:target)) { display: none; }
@media (max-width: 40rem) {
  body { padding: 0.5rem; }
  .student { padding: 0.5rem; }
  th, td { padding: 0.3rem 0.2rem; }
  .student tr > :first-child { display: none; } /* the number; the title stays */
  table:not(.bars) .chip { white-space: normal; }
  .bars :is(th, td):nth-child(3) { display: none; } /* the letters say the same */
}
@media print {
  body { max-width: none; font-size: 10pt; }
  * { print-color-adjust: exact; }
  .student { break-before: page; border: none; padding: 0; }
  .scroll { overflow: visible; }
  a { color: inherit; text-decoration: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  #students { display: none; } /* each student begins a page and says who it is */
  body:has(.student:target, .student :target) :is(.overview, .all) { display: none; }
  body:has(.student:target, .student :target) .student { break-before: auto; }
  pre, .checks li { break-inside: avoid; }
}
`);

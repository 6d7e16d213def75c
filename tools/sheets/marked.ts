// The one place that names the Markdown library. It is kept out of deno.json and deno.lock on purpose: Deno installs
// what these list before any task, and `learn` shall download nothing but the standard library. Its hash is in
// tools/sheets/deno.lock, with which a sheet is shown, and in tools/deno.lock, with the rest of what tools use.
// deno-lint-ignore no-import-prefix -- see above
export { lexer, Marked, type MarkedToken, type Token, type Tokens } from "npm:marked@18.2.1";

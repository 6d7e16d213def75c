// The one place that names the strict XML reader with which the tests read back what we write. Its hash is in
// tools/deno.lock, as with tools/sheets/marked.ts.
// deno-lint-ignore no-import-prefix -- see above
export { SaxesParser } from "npm:saxes@6.0.0";

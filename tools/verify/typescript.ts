// The one place that names the compiler whose parser finds what can be mutated: the version that Deno 2.9.6 carries
// itself, so both read the same language. Kept out of deno.json and deno.lock, as tools/sheets/marked.ts does.
// deno-lint-ignore no-import-prefix -- see above
import ts from "npm:typescript@6.0.3";

export { ts };

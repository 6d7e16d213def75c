// The one place that names the strict XML reader with which the tests read back what we write. As in
// tools/page/axe.ts, what tests alone need is not in tools/deno.lock.
// deno-lint-ignore no-import-prefix -- see above
export { SaxesParser } from "npm:saxes@6.0.0";

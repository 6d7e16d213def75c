// The one place that names the plotting library, and a document for it to draw in. Neither is in deno.json: Deno installs
// what that lists before any task. Their hashes are in tools/lab/deno.lock, with which page_main.ts runs.
// deno-lint-ignore-file no-import-prefix -- see above
export * as Plot from "npm:@observablehq/plot@0.6.17";
export { DOMParser } from "npm:linkedom@0.18.15";

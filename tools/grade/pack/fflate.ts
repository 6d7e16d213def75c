// The one place that names the writer of zips; imported when something is packed, never before. Chosen because it writes
// the modes of Unix into a zip, in one call, and needs nothing else.
// deno-lint-ignore no-import-prefix -- kept out of deno.json: its hash is in tools/deno.lock
export { strToU8, type Zippable, zipSync } from "npm:fflate@0.8.3";

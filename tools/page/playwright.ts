// The one place that names the browser driver. It is not in tools/deno.lock: what stands there is installed by every
// command that uses it, and this is the largest of all. The version is exact.
// deno-lint-ignore no-import-prefix -- see above
export { type Browser, chromium, type Page } from "npm:playwright-core@1.65.1";

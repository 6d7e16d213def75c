// The one place that names the browser driver. It has a lock of its own: what tools/deno.lock names is installed by every
// command that uses it, and this is the largest of all.
// deno-lint-ignore no-import-prefix -- see above
export { type Browser, chromium, type Page } from "npm:playwright-core@1.65.1";

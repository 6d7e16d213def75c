// The one place that names the browser driver and the accessibility rules, for tests alone. They are not in
// tools/deno.lock: what stands there is installed by every command that uses it. The versions are exact.
// deno-lint-ignore-file no-import-prefix -- see above
export { type Browser, chromium } from "npm:playwright-core@1.65.1";
import axe from "npm:axe-core@4.14.1";

/** The rules as a script for a page. */
export const AXE_SOURCE: string = axe.source;

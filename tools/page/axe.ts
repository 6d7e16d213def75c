// The one place that names the accessibility rules, for tests alone: as ./playwright.ts, not in tools/deno.lock.
// deno-lint-ignore no-import-prefix -- see above
import axe from "npm:axe-core@4.14.1";

/** The rules as a script for a page. */
export const AXE_SOURCE: string = axe.source;

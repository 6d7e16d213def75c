// The one place that names the search library, for the build and for the reader's browser; see ../marked.ts for why
// it is not in deno.json.
// deno-lint-ignore no-import-prefix -- see above
import MiniSearch from "npm:minisearch@7.2.0";

export { MiniSearch };

/** Loads the library as a classic script, which browsers run from file:// as well; modules they do not. */
export async function loadSearchScript(): Promise<string> {
  const module = import.meta.resolve("npm:minisearch@7.2.0");
  return await Deno.readTextFile(new URL("../umd/index.js", module));
}

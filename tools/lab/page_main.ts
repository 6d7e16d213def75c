// Draws the page of the results in a file, as `--json` prints them, to stdout. A program of its own, since a plotting library
// comes with it: who wants no page shall not wait for that.
import { renderPage as renderSpeed } from "./speed/render_page.ts";
import { isResults } from "./speed/results.ts";
import { renderPage as renderTargets } from "./targets/render_page.ts";
import { isTargetResults } from "./targets/results.ts";

const results: unknown = JSON.parse(await Deno.readTextFile(Deno.args[0] ?? ""));
if (isResults(results)) console.log(renderSpeed(results));
else if (isTargetResults(results)) console.log(renderTargets(results));
else throw new TypeError("Cannot draw these results");

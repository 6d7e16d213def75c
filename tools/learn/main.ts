// `deno task learn`. Imports nothing at first, so that a Deno which is too old gets as far as being told so.
import { tooOld } from "./version.ts";

const problem = tooOld(Deno.version.deno);
if (problem !== undefined) {
  console.error(problem);
  Deno.exit(3);
}
const { runLearn } = await import("./learn.ts");
Deno.exit(await runLearn(Deno.args));

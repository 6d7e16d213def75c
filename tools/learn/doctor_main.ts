// `deno task doctor`. Imports nothing at first, so that a Deno which is too old gets as far as being told so.
import { tooOld } from "./version.ts";

const problem = tooOld(Deno.version.deno);
if (problem !== undefined) {
  console.error(problem);
  Deno.exit(1);
}
const { runDoctor } = await import("./doctor.ts");
Deno.exit(await runDoctor(Deno.args));

import { fromFileUrl } from "../../tests/harness/paths.ts";

const OWN = fromFileUrl(new URL("../../", import.meta.url));

/**
 * Makes the command line of another program of the course, with a lock of its own: Deno installs all that a lock names, and
 * who does not run this program shall not wait for that. Both paths are relative to the course, as in `tools/page/deno.lock`.
 */
export function programArgv(program: string, lock: string): [string, ...string[]] {
  const flags = ["run", "-A", "--quiet", "--config", `${OWN}deno.json`];
  return [Deno.execPath(), ...flags, `--lock=${OWN}${lock}`, "--frozen", `${OWN}${program}`];
}

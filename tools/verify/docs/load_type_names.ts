import { DENO_ENV } from "../../proc/deno_env.ts";

/** Loads the names of the types in Deno's namespace, as in `Deno.CommandStatus`: they do not exist at run time. */
export async function loadTypeNames(): Promise<Set<string>> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["types"],
    env: DENO_ENV,
    stdin: "null",
    stderr: "inherit",
  });
  const { stdout } = await command.output();
  return parseTypeNames(new TextDecoder().decode(stdout));
}

/** Finds the types in the text that `deno types` prints. */
export function parseTypeNames(declarations: string): Set<string> {
  const names = new Set<string>();
  let isDeno = false;
  for (const line of declarations.split("\n")) {
    if (/^\S.*\{$/.test(line)) isDeno = line === "declare namespace Deno {";
    const name = /^ {2}export (?:interface|type) (\w+)/.exec(line)?.[1];
    if (isDeno && name !== undefined) names.add(`Deno.${name}`);
  }
  return names;
}

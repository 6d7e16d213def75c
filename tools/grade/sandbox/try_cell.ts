import { openBareCell } from "./bare_cell.ts";
import type { CellKind } from "./cell.ts";

/** What a program in a cell must find: its folder can be written; what everybody may list or change, it may not. */
const SCRIPT =
  'echo 1 > "$HOME/file" && test -s "$HOME/file" && cat /proc/self/stat > /dev/null && ' +
  '! ls /tmp 2> /dev/null && ! touch "$1" 2> /dev/null && echo kept';

/** Runs a program in a cell of this kind, as later for each lesson; returns what went wrong. */
export async function tryCell(kind: CellKind): Promise<string | undefined> {
  try {
    await using cell = await openBareCell(kind);
    const open = `${cell.cacheDir}/open`;
    await Deno.mkdir(open);
    await Deno.chmod(open, 0o777);
    const { argv, env } = cell.launch(["/bin/sh", "-c", SCRIPT, "sh", `${open}/file`], { env: {} });
    const [program, ...args] = argv;
    const command = new Deno.Command(program, { args, env, clearEnv: true, stdin: "null" });
    const { stdout, stderr } = await command.output();
    const [said, problem] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    return said?.trim() === "kept" ? undefined : `it does not work here, ${problem?.trim()}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

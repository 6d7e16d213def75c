import { type CellKind, openCell } from "./cell.ts";
import { makeStand } from "./stand.ts";

/** What a program in a cell must find: its folder can be written; what everybody may list or change, it may not. */
const SCRIPT =
  'echo 1 > "$HOME/file" && test -s "$HOME/file" && cat /proc/self/stat > /dev/null && ' +
  '! ls /tmp 2> /dev/null && ! touch "$1" 2> /dev/null && echo kept';

/** Runs a program in a cell of this kind, as later for each lesson; returns what went wrong. */
export async function tryCell(kind: CellKind): Promise<string | undefined> {
  const cacheDir = await Deno.makeTempDir({ dir: "/tmp", prefix: "ipco" });
  try {
    await makeStand(cacheDir, { root: "", lessons: [], hasAccounts: kind.uids !== undefined });
    const cell = await openCell({ ...kind, cacheDir });
    try {
      await Deno.mkdir(`${cacheDir}/open`);
      await Deno.chmod(`${cacheDir}/open`, 0o777);
      const script = ["/bin/sh", "-c", SCRIPT, "sh", `${cacheDir}/open/file`];
      const { argv, env } = cell.launch(script, { env: {} });
      const [program, ...args] = argv;
      const command = new Deno.Command(program, { args, env, clearEnv: true, stdin: "null" });
      const { stdout, stderr } = await command.output();
      const [said, problem] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
      return said?.trim() === "kept" ? undefined : `it does not work here, ${problem?.trim()}`;
    } finally {
      await cell.end();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await Deno.remove(cacheDir, { recursive: true });
  }
}

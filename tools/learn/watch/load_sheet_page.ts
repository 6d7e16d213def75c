import { fromFileUrl } from "../../../tests/harness/paths.ts";
import type { Lesson } from "../../course/lesson.ts";
import { programArgv } from "../../proc/program_argv.ts";

/** The folder that this program belongs to. */
const OWN = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");
const LIMIT_MS = 10_000; // a bound on failure

/**
 * Loads a lesson's cheat sheet as `deno task sheet` prints it. That program brings a library with it, which is loaded
 * when somebody asks for a sheet and not before; where it cannot be had, the sheet comes as Markdown.
 */
export async function loadSheetPage(
  root: string,
  lesson: Lesson,
  { columns, isPlain }: { columns: number; isPlain: boolean },
): Promise<string> {
  const [deno, ...program] = programArgv("tools/sheets/sheet_main.ts", "tools/sheets/deno.lock");
  const args = [
    ...[...program, lesson.slug, "--width", String(columns)],
    ...(isPlain ? ["--plain"] : []),
    ...(root === OWN ? [] : ["--course", root]),
  ];
  const signal = AbortSignal.timeout(LIMIT_MS);
  const command = new Deno.Command(deno, { args, stdin: "null", signal });
  const result = await command.output().catch(() => undefined);
  if (result?.success) return new TextDecoder().decode(result.stdout);
  const path = `lessons/${lesson.folder}/cheatsheet.md`;
  return await Deno.readTextFile(`${root}/${path}`).catch(() => `${path} is missing`);
}

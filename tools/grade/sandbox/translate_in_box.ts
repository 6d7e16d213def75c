import type { Lesson } from "../../course/lesson.ts";
import { boxArgv, COURSE, LAUNCH_ENV } from "./box.ts";
import { listOwn, listTrusted, translateArgs } from "./translate.ts";

/** Translates all that runs in boxes beside submissions, where the boxes will find it. */
export async function translateInBox(
  cacheDir: string,
  { root, lessons }: { readonly root: string; readonly lessons: readonly Lesson[] },
): Promise<void> {
  const [lesson] = lessons;
  if (lesson === undefined) return;
  const modules = (await listTrusted(root, lessons)).map((path) => `${COURSE}/${path}`);
  const more = lessons.flatMap(listOwn);
  const plan = { root, lesson, dir: undefined, cacheDir, fillsCache: true, more, env: {} };
  const [program, ...args] = boxArgv(plan, translateArgs(COURSE, modules));
  const command = new Deno.Command(program, { args, ...LAUNCH_ENV, stdin: "null", stdout: "null" });
  const { success, stderr } = await command.output();
  if (!success) throw new Error(`Cannot translate: ${new TextDecoder().decode(stderr)}`);
}

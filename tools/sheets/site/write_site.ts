/** Says that a folder was made by this command, so that it may be replaced. */
const MARK = ".made-by-deno-task-site";

/**
 * Writes a site beside its place and then puts it there, so that nobody sees half of it; what an earlier build left is
 * gone. Returns a sentence when the place holds something else, or cannot be written to.
 */
export async function writeSite(
  dir: string,
  files: ReadonlyMap<string, string | Uint8Array>,
): Promise<string | undefined> {
  const problem = await checkPlace(dir);
  if (problem !== undefined) return problem;
  const temporary = `${dir}.${Deno.pid}.tmp`;
  try {
    for (const [path, content] of [...files, [MARK, ""] as const]) {
      const file = `${temporary}/${path}`;
      await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      await Deno.writeFile(file, bytes);
    }
    await removeIfThere(dir);
    await Deno.rename(temporary, dir);
    return undefined;
  } catch (error) {
    await removeIfThere(temporary).catch(() => {});
    const reason = error instanceof Error ? error.message : String(error);
    return `Cannot write the site to ${dir}: ${reason}; name another folder with --out`;
  }
}

async function checkPlace(dir: string): Promise<string | undefined> {
  const hint = "name a new folder with --out";
  const isTaken =
    `Cannot write the site to ${dir}: it holds something that this command did not make; ${hint}`;
  try {
    const names = (await Array.fromAsync(Deno.readDir(dir))).map(({ name }) => name);
    return names.length === 0 || names.includes(MARK) ? undefined : isTaken;
  } catch (error) {
    return error instanceof Deno.errors.NotFound ? undefined : isTaken;
  }
}

async function removeIfThere(dir: string): Promise<void> {
  await Deno.remove(dir, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

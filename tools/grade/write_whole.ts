/**
 * Writes a text file whole or not at all: by renaming, so that a crash leaves the old file. A symbolic link stays one.
 *
 * @throws {TypeError} when the path is a device, a pipe or a folder: renaming would replace it
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const target = await Deno.realPath(path).catch(() => path);
  const there = await Deno.stat(target).catch(() => undefined);
  if (there !== undefined && !there.isFile) throw new TypeError(`${path} is no regular file`);
  const temporary = `${target}.${crypto.randomUUID()}.tmp`;
  try {
    await Deno.writeTextFile(temporary, text, { createNew: true });
    await Deno.rename(temporary, target);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {}); // a full disk must not be filled with halves as well
    throw error;
  }
}

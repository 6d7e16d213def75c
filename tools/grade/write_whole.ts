import { writeAtomic } from "../proc/write_atomic.ts";

/**
 * Writes a file whole or not at all: by renaming, so that a crash leaves the old file. A symbolic link stays one.
 *
 * @throws {TypeError} when the path is a device, a pipe or a folder: renaming would replace it
 */
export async function writeWhole(path: string, contents: string | Uint8Array): Promise<void> {
  const target = await Deno.realPath(path).catch(() => path);
  const there = await Deno.stat(target).catch(() => undefined);
  if (there !== undefined && !there.isFile) throw new TypeError(`${path} is no regular file`);
  await writeAtomic(target, contents);
}

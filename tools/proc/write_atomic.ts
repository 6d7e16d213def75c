/**
 * Writes a file by renaming, so that a crash leaves the old file or the new one, never half of it. The temporary
 * name is unique: two writers at once each rename a whole file.
 */
export async function writeAtomic(path: string, contents: string | Uint8Array): Promise<void> {
  const slash = path.lastIndexOf("/");
  if (slash > 0) await Deno.mkdir(path.slice(0, slash), { recursive: true });
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    const bytes = typeof contents === "string" ? new TextEncoder().encode(contents) : contents;
    await Deno.writeFile(temporary, bytes, { createNew: true });
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {}); // a full disk must not be filled with halves as well
    throw error;
  }
}

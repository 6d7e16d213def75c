import { writeAtomic } from "../../proc/write_atomic.ts";

/** Writes a text file whole, and waits until it would survive a power cut: what follows cannot be taken back. */
export async function writeDurable(path: string, text: string): Promise<void> {
  await writeAtomic(path, text);
  await sync(path);
  await sync(path.slice(0, path.lastIndexOf("/"))); // the folder: its entry is the new file's name
}

/** Removes a file that may not be there, and waits likewise. */
export async function removeDurable(path: string): Promise<void> {
  await Deno.remove(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  await sync(path.slice(0, path.lastIndexOf("/")));
}

async function sync(path: string): Promise<void> {
  using file = await Deno.open(path);
  await file.sync();
}

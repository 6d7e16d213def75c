// Short notes that the two sides of an observed case leave for each other, in the directory that they share.
import type { Place } from "./observed.ts";
import { waitUntil } from "./wait_until.ts";

/** Leaves a note: whoever reads it reads all of it. */
export async function leaveNote({ dir }: Place, name: string, text = ""): Promise<void> {
  await Deno.writeTextFile(`${dir}/${name}.new`, text);
  await Deno.rename(`${dir}/${name}.new`, `${dir}/${name}`);
}

/** Waits until the other side has left this note; returns its text. */
export async function readNote({ dir, signal }: Place, name: string): Promise<string> {
  const exists = () => Deno.stat(`${dir}/${name}`).then(() => true, () => false);
  await waitUntil(`there is a note "${name}"`, exists, signal);
  return await Deno.readTextFile(`${dir}/${name}`);
}

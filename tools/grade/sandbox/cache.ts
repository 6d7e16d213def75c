import { copy } from "@std/fs";

/** What Deno itself needs of its cache inside a box; nothing else of the teacher's cache is to be seen there. */
const NEEDED = "deno-std";

/**
 * Makes a cache for the boxes at `path`. The account's own cache must not be shown: it holds the solutions as JavaScript.
 *
 * @throws {Error} when the standard library was never downloaded
 */
export async function makeCache(path: string): Promise<void> {
  const cache = await findCache();
  const registry = await findRegistry(cache);
  await Deno.mkdir(`${path}/npm/${registry}`, { recursive: true });
  const packageDir = `npm/${registry}/${NEEDED}`;
  await copy(`${cache}/${packageDir}`, `${path}/${packageDir}`, { overwrite: true });
}

/** The folder of the registry that the package came from: a mirror has another name. */
async function findRegistry(cache: string): Promise<string> {
  for await (const { name } of Deno.readDir(`${cache}/npm`)) {
    const isThere = await Deno.stat(`${cache}/npm/${name}/${NEEDED}`).then(() => true, () => false);
    if (isThere) return name;
  }
  throw new Error(`Cannot make a cache: ${NEEDED} was never downloaded; run deno task verify once`);
}

async function findCache(): Promise<string> {
  const args = ["info", "--json"];
  const { stdout } = await new Deno.Command(Deno.execPath(), { args, stderr: "null" }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

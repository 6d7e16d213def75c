// Apart from browser.ts, so that who only asks for a browser does not depend on what steers it, not even by its types:
// `deno cache` would put that into tools/deno.lock.

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** A browser of this machine, or a sentence that says why there is none and what to do. */
export type FoundBrowser = { readonly path: string } | { readonly reason: string };

/** Where to look for a browser. */
export interface FindOptions {
  /**
   * The program, when the user has named it.
   *
   * @default undefined
   */
  readonly named?: string | undefined;
  /**
   * The folders to look in.
   *
   * @default those of the variable PATH
   */
  readonly path?: string;
}

/** Finds a Chromium on this machine. */
export async function findBrowser(o: FindOptions = {}): Promise<FoundBrowser> {
  const dirs = (o.path ?? Deno.env.get("PATH") ?? "").split(":").filter((dir) => dir !== "");
  const places = NAMES.flatMap((name) => dirs.map((dir) => `${dir}/${name}`));
  for (const path of o.named === undefined ? places : [o.named]) {
    if (await Deno.stat(path).then((it) => it.isFile, () => false)) return { path };
  }
  if (o.named !== undefined) return { reason: `there is no Chromium at ${o.named}` };
  return { reason: "there is no Chromium here (Debian: apt install chromium)" };
}

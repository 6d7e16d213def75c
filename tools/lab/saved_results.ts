/** Loads what an earlier run has printed with `--json`; or says why that cannot be. */
export function loadResults<T>(
  path: string,
  isResults: (value: unknown) => value is T,
): T | string {
  try {
    const value: unknown = JSON.parse(Deno.readTextFileSync(path));
    return isResults(value) ? value : `Cannot compare with ${path}: it is not what --json writes`;
  } catch (error) {
    return `Cannot compare with ${path}: ${error instanceof Error ? error.message : error}`;
  }
}

/**
 * Writes a page under another name first: whoever looks meanwhile sees the old page, or the new one. Returns what went
 * wrong, or undefined.
 */
export function writePage(path: string, page: string): string | undefined {
  try {
    Deno.writeTextFileSync(`${path}.new`, page);
    Deno.renameSync(`${path}.new`, path);
    return undefined;
  } catch (error) {
    return `Cannot write ${path}: ${error instanceof Error ? error.message : error}`;
  }
}

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

/** Makes a path that was typed in `startDir` absolute, without slashes at its end. */
export function resolvePlace(path: string, startDir: string): string {
  return (path.startsWith("/") ? path : `${startDir}/${path}`).replace(/(.)\/+$/, "$1");
}

/** The file system path of a file URL. */
export function fromFileUrl(url: string | URL): string {
  return decodeURIComponent(new URL(url).pathname);
}

/** The file URL of an absolute path, with the characters escaped that a URL would read otherwise. */
export function toFileUrl(path: string): URL {
  return new URL("file://" + path.split("/").map(encodeURIComponent).join("/"));
}

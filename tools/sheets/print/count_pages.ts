/** Counts the pages of a PDF that Chromium wrote: it does not compress the objects that describe them. */
export function countPages(pdf: Uint8Array): number {
  return new TextDecoder("latin1").decode(pdf).match(/\/Type \/Page\b/g)?.length ?? 0;
}

/**
 * For the `ignore` of a test: whether there is a reason to leave it out. It is printed, since nobody misses a test that he does
 * not know of.
 */
export function isLeftOut(file: Pick<ImportMeta, "url">, reason: string | undefined): boolean {
  if (reason !== undefined) console.log(`left out, in ${file.url.replace(/.*\//, "")}: ${reason}`);
  return reason !== undefined;
}

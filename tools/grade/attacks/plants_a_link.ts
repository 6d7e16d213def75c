// @lesson fifo-rendezvous
// @expect fail error timeout leak
// @idea a link in the place of the FIFO: the other end would write where it leads
export async function makeFifo(path: string): Promise<void> {
  await Deno.symlink("/tmp/ipco-was-here", path);
}
export async function openReader(path: string): Promise<Deno.FsFile> {
  return await Deno.open(path, { create: true, write: true });
}
export const openWriter = openReader;
export async function withFifo<T>(fn: (path: string) => Promise<T>): Promise<T> {
  return await fn("/tmp/ipco-was-here");
}

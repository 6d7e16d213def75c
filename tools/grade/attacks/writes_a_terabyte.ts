// @lesson pipeline
// @expect fail error crash
// @idea a file without a bottom: it takes no space, and every copy of it does
using file = Deno.openSync(`${Deno.makeTempDirSync()}/sparse`, { write: true, create: true });
try {
  file.truncateSync(1e12);
  throw new Error("found a place for a terabyte");
} catch (error) {
  if (error instanceof Error && error.message.startsWith("found")) throw error;
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

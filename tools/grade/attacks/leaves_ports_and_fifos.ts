// @lesson pipeline
// @expect fail leak crash
// @idea a port that listens and a FIFO, for the next one to trip over
try {
  Deno.listen({ hostname: "127.0.0.1", port: 9_777 }).unref();
} catch {
  // somebody else's
}
await new Deno.Command("mkfifo", { args: [`${Deno.makeTempDirSync()}/left`] }).output();

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

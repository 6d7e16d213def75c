// @lesson pipeline
// @expect fail error leak crash
// @idea all watches that the kernel gives
const watchers: Deno.FsWatcher[] = [];
try {
  for (let count = 0; count < 300; count++) watchers.push(Deno.watchFs(Deno.makeTempDirSync()));
} catch {
  // that was all
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

// @lesson pipeline
// @expect fail tampered error crash
// @idea results that nobody may read cannot say that it failed
const path = Deno.env.get("IPC_EVENTS");
if (path !== undefined) Deno.chmodSync(path, 0);

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

// @lesson pipeline
// @expect tampered
// @says lost its beginning
// @idea red tests are gone when the list of results is emptied, and the exit code stays as it is
const path = Deno.env.get("IPC_EVENTS");
if (path !== undefined) Deno.truncateSync(path);

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

// @lesson pipeline
// @expect fail
// @idea an environment in which nothing can be tested
for (const name of ["IPC_NO_PROC", "IPC_NO_FFI"]) Deno.env.set(name, "1");
Deno.env.set("PATH", "/nowhere");

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

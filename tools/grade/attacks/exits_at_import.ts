// @lesson pipeline
// @expect error
// @says while it is loaded
// @idea a process that ends with 0 looks like success
if (Deno.args !== undefined) Deno.exit(0);

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

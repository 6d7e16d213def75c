// @lesson pipeline
// @expect fail error tampered crash
// @idea success after a moment, when the tests have begun
setTimeout(() => Deno.exit(0), 50);

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

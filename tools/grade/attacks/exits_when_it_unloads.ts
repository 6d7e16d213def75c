// @lesson pipeline
// @expect fail error tampered crash
// @idea the end of the process is the last word
for (const name of ["unload", "beforeunload", "exit"]) {
  globalThis.addEventListener(name, () => Deno.exit(0));
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

// @lesson pipeline
// @expect tampered fail
// @idea whatever is written down says "pass"
const write = Deno.writeTextFileSync;
Deno.writeTextFileSync = (path, text, options) =>
  write(path, String(text).replace(/"status":"(fail|error)"/, '"status":"pass"'), options);

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

// @lesson pipeline
// @expect fail
// @idea tests that are defined later are not defined at all
Object.assign(Deno, { test: () => {} });

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

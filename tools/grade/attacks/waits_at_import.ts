// @lesson pipeline
// @expect timeout error
// @idea a module that is never loaded
await new Promise(() => setInterval(() => {}, 1_000));

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

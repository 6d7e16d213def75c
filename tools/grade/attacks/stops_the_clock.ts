// @lesson pipeline
// @expect fail timeout
// @idea time that does not pass
Date.now = () => 0;
performance.now = () => 0;
globalThis.setTimeout = (() => 0) as unknown as typeof setTimeout;

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

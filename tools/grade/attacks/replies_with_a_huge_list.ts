// @lesson pipeline
// @expect fail error
// @idea as many results as fit into a reply
export function pipeline() {
  const statuses = new Array(100_000).fill({ success: true, code: 0, signal: null });
  return Promise.resolve({ stdout: new Uint8Array(), statuses, code: 0 });
}

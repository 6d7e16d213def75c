// @lesson pipeline
// @expect fail timeout leak crash
// @idea a worker that never ends
const source = "for (;;);";
new Worker(`data:text/javascript,${encodeURIComponent(source)}`, { type: "module" });

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

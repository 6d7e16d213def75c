// @lesson pipeline
// @expect fail error crash timeout
// @idea an assertion that fails throws nothing
globalThis.Error = function () {} as unknown as ErrorConstructor;
Error.captureStackTrace = () => {};

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

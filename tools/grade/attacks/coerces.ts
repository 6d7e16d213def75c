// @lesson pipeline
// @expect fail error
// @idea objects that equal whatever they are compared with
export function pipeline() {
  const chameleon = { toString: () => "0", valueOf: () => 0, toJSON: () => 0 };
  return Promise.resolve({ stdout: chameleon, statuses: [chameleon], code: chameleon });
}

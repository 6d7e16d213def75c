// @lesson pipeline
// @expect timeout
// @idea a promise that nobody settles
export function pipeline() {
  return new Promise(() => {});
}

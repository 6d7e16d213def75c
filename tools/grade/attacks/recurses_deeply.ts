// @lesson pipeline
// @expect fail
// @says call stack
// @idea calls itself until the stack is full
export function pipeline(): unknown {
  return pipeline();
}

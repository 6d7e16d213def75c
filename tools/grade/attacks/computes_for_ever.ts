// @lesson pipeline
// @expect timeout
// @idea a loop without an end
export function pipeline() {
  for (;;);
}

// @lesson pipeline
// @expect output
// @says printed more than
// @idea prints until the disk is full
export function pipeline() {
  for (;;) console.log("x".repeat(10_000));
}

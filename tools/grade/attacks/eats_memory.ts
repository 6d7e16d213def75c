// @lesson pipeline
// @expect memory crash timeout
// @idea takes memory until there is none
export function pipeline() {
  const eaten: Uint8Array[] = [];
  for (;;) eaten.push(new Uint8Array(64 << 20).fill(1));
}

// @lesson pipeline
// @expect timeout
// @idea sleeps where no time-out of JavaScript reaches it
export function pipeline() {
  const libc = Deno.dlopen("libc.so.6", { sleep: { parameters: ["u32"], result: "u32" } });
  libc.symbols.sleep(1_000);
}

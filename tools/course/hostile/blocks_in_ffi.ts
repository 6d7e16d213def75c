export function filter() {
  const libc = Deno.dlopen("libc.so.6", { pause: { parameters: [], result: "i32" } });
  libc.symbols.pause();
}

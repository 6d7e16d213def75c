// @lesson pipeline
// @expect crash fail error timeout tampered
// @idea nobody can hear that it failed
export function pipeline() {
  const libc = Deno.dlopen("libc.so.6", { close: { parameters: ["i32"], result: "i32" } });
  for (let fd = 0; fd < 100; fd++) libc.symbols.close(fd);
}

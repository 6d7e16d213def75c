// @lesson pipeline
// @expect tampered
// @says reports success
// @idea execve(2) puts /bin/true in the place of the tests
export function pipeline() {
  const libc = Deno.dlopen("libc.so.6", {
    execl: { parameters: ["buffer", "buffer", "pointer"], result: "i32" },
  });
  const bytes = (text: string) => new TextEncoder().encode(text + "\0");
  libc.symbols.execl(bytes("/bin/true"), bytes("true"), null);
}

// @lesson pipeline
// @expect tampered
// @says reports success
// @idea a program that was never a file takes the place of the tests
export function pipeline() {
  const libc = Deno.dlopen("libc.so.6", {
    memfd_create: { parameters: ["buffer", "u32"], result: "i32" },
    write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
    execl: { parameters: ["buffer", "buffer", "pointer"], result: "i32" },
  });
  const encode = (text: string) => new TextEncoder().encode(text + "\0");
  const fd = libc.symbols.memfd_create(encode("true"), 0);
  const bytes = Deno.readFileSync("/usr/bin/true");
  libc.symbols.write(fd, bytes, BigInt(bytes.length));
  libc.symbols.execl(encode(`/proc/self/fd/${fd}`), encode("true"), null);
}

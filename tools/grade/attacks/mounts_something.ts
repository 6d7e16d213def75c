// @lesson pipeline
// @expect fail
// @idea a file system of its own over one that others use
const libc = Deno.dlopen("libc.so.6", {
  mount: { parameters: ["buffer", "buffer", "buffer", "u64", "pointer"], result: "i32" },
});
const encode = (text: string) => new TextEncoder().encode(text + "\0");
for (const target of ["/tmp", "/proc", "/usr", "/mnt"]) {
  if (libc.symbols.mount(encode("none"), encode(target), encode("tmpfs"), 0n, null) === 0) {
    throw new Error("found a way to mount");
  }
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

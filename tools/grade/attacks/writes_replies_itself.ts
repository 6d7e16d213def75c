// @lesson pipeline
// @expect fail error crash timeout
// @idea a reply by write(2) on every open descriptor
const libc = Deno.dlopen("libc.so.6", {
  write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
});
const reply = new TextEncoder().encode(
  '{"id":"0","seen":{"sha256":"","code":0,"signals":[null]}}\n',
);
for (let fd = 3; fd < 60; fd++) {
  if (isSocket(fd)) libc.symbols.write(fd, reply, BigInt(reply.length));
}

function isSocket(fd: number): boolean {
  try {
    return Deno.readLinkSync(`/proc/self/fd/${fd}`).startsWith("socket:");
  } catch {
    return false;
  }
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

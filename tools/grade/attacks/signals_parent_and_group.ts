// @lesson pipeline
// @expect crash fail timeout error
// @idea SIGTERM, SIGHUP and SIGINT to its parent and its group
export function pipeline() {
  const libc = Deno.dlopen("libc.so.6", { kill: { parameters: ["i32", "i32"], result: "i32" } });
  for (const signal of [15, 1, 2]) {
    for (const pid of [Deno.ppid, -Deno.ppid, 0]) libc.symbols.kill(pid, signal);
  }
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

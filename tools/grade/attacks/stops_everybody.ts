// @lesson pipeline
// @expect timeout crash fail
// @idea SIGSTOP to everybody who can be reached
export function pipeline() {
  const libc = Deno.dlopen("libc.so.6", { kill: { parameters: ["i32", "i32"], result: "i32" } });
  for (const pid of [1, Deno.ppid, -1, 0]) libc.symbols.kill(pid, 19);
}

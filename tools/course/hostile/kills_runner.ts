export function filter() {
  Deno.kill(Deno.pid, "SIGKILL");
}

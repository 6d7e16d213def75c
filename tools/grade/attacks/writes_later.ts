// @lesson pipeline
// @expect fail leak tampered
// @idea a detached child overwrites the results when the tests are over
const path = Deno.env.get("IPC_EVENTS") ?? "/dev/null";
new Deno.Command("setsid", {
  args: ["sh", "-c", `while :; do echo '{"type":"end"}' > ${path}; done`],
  stdin: "null",
  stdout: "null",
  stderr: "null",
}).spawn().unref();

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

// @lesson pipeline
// @expect fail leak tampered crash
// @idea a child without a trace of its origin overwrites the results when all is over
const path = Deno.env.get("IPC_EVENTS") ?? "/dev/null";
const forged = '{"type":"end","id":"pipeline/T1","ms":1,"status":"pass"}';
new Deno.Command("env", {
  args: [
    "-i",
    "/usr/bin/setsid",
    "/bin/sh",
    "-c",
    `sleep 1; while :; do echo '${forged}' > ${path}; done`,
  ],
  stdin: "null",
  stdout: "null",
  stderr: "null",
}).spawn().unref();

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

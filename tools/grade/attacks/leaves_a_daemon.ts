// @lesson pipeline
// @expect fail leak crash
// @idea a daemon that outlives the grading
new Deno.Command("setsid", {
  args: ["sh", "-c", "trap '' TERM HUP INT; while :; do sleep 1000; done"],
  stdin: "null",
  stdout: "null",
  stderr: "null",
}).spawn().unref();

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

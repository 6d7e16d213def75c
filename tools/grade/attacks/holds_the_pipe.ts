// @lesson pipeline
// @expect fail leak crash
// @idea a daemon without a trace of its origin keeps the output open: whoever reads to its end waits
new Deno.Command("env", {
  args: [
    "-i",
    "/usr/bin/setsid",
    "/bin/sh",
    "-c",
    "trap '' TERM HUP; while :; do sleep 1000; done",
  ],
  stdin: "null",
}).spawn().unref();

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

// @lesson pipeline
// @expect fail
// @idea limits are only numbers
for (
  const [option, value] of [["nofile", "1000000"], ["fsize", "unlimited"], ["core", "unlimited"]]
) {
  const args = [`--pid=${Deno.pid}`, `--${option}=${value}:${value}`];
  const { success } = await new Deno.Command("prlimit", { args, stderr: "null" }).output();
  if (success) throw new Error(`found a limit that can be raised: ${option}`);
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

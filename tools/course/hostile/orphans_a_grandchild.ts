export async function filter(_cmd: unknown, input: Uint8Array) {
  await new Deno.Command("sh", { args: ["-c", "setsid sleep 1000 >/dev/null 2>&1 &"] }).output();
  return {
    stdout: input,
    stderr: new Uint8Array(),
    status: { success: true, code: 0, signal: null },
  };
}

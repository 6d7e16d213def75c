export async function filter(_cmd: unknown, input: Uint8Array) {
  new Deno.Command("setsid", { args: ["sleep", "1000"], stdin: "null" }).spawn().unref();
  await Promise.resolve();
  return {
    stdout: input,
    stderr: new Uint8Array(),
    status: { success: true, code: 0, signal: null },
  };
}

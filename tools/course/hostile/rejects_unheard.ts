export async function filter(_cmd: unknown, input: Uint8Array) {
  Promise.reject(new Error("nobody listens"));
  await Promise.resolve();
  return {
    stdout: input,
    stderr: new Uint8Array(),
    status: { success: true, code: 0, signal: null },
  };
}

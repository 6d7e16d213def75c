export async function filter(_cmd: unknown, input: Uint8Array) {
  await new Promise<void>((resolve) => {
    setTimeout(() => {
      resolve();
      throw new Error("thrown in a timer");
    }, 0);
  });
  return {
    stdout: input,
    stderr: new Uint8Array(),
    status: { success: true, code: 0, signal: null },
  };
}

const O_CREAT_RDWR = 0o102;

export async function filter(_cmd: unknown, input: Uint8Array) {
  const libc = Deno.dlopen("libc.so.6", {
    mq_open: { parameters: ["buffer", "i32", "u32", "pointer"], result: "i32" },
    mq_close: { parameters: ["i32"], result: "i32" },
    msgget: { parameters: ["i32", "i32"], result: "i32" },
    msgsnd: { parameters: ["i32", "buffer", "usize", "i32"], result: "i32" },
  });
  const name = new TextEncoder().encode(`/ipc-${crypto.randomUUID()}\0`);
  libc.symbols.mq_close(libc.symbols.mq_open(name, O_CREAT_RDWR, 0o600, null));
  libc.symbols.msgsnd(libc.symbols.msgget(0, 0o600), new BigInt64Array([1n, 0n]), 8n, 0);
  libc.close();
  await Promise.resolve();
  return {
    stdout: input,
    stderr: new Uint8Array(),
    status: { success: true, code: 0, signal: null },
  };
}

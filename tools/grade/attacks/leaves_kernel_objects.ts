// @lesson pipeline
// @expect fail leak
// @needs uid+landlock
// @idea a message queue, a semaphore and shared memory that outlive it
const KEY = 0x1bc0ffee;
const CREATE = 0o1600;
const libc = Deno.dlopen("libc.so.6", {
  msgget: { parameters: ["i32", "i32"], result: "i32" },
  semget: { parameters: ["i32", "i32", "i32"], result: "i32" },
  shmget: { parameters: ["i32", "usize", "i32"], result: "i32" },
});
libc.symbols.msgget(KEY, CREATE);
libc.symbols.semget(KEY, 1, CREATE);
libc.symbols.shmget(KEY, 4_096n, CREATE);

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}

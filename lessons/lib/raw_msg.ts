import { ERRNO_SYMBOL, IPC_NOWAIT, IPC_RMID, LIBC } from "./os.ts";

/**
 * The System V message queue calls of the C library, as bare as they are (msgget(2), msgop(2), msgctl(2)). They
 * never block: IPC_NOWAIT is always set. Each returns -1 on failure; ask `errno()` at once, before any `await`.
 */
export interface RawMsg {
  /** Opens or creates a queue; returns its identifier. */
  get(key: number, flags: number): number;
  /** Sends `n` bytes of text from `buf`, which begins with the 8-byte type; 0 on success. */
  snd(id: number, buf: Uint8Array<ArrayBuffer>, n: number): number;
  /** Receives into `buf`, at most `n` bytes of text after the 8-byte type; returns the text's length. */
  rcv(id: number, buf: Uint8Array<ArrayBuffer>, n: number, type: number): number;
  /** Removes the queue with everything in it. */
  rmid(id: number): number;
  /** The reason of the last failure. */
  errno(): number;
}

/** Opens the C library's message queue calls; dispose of it to close the library again. */
export function openRawMsg(): RawMsg & Disposable {
  const libc = Deno.dlopen(LIBC, {
    msgget: { parameters: ["i32", "i32"], result: "i32" },
    msgsnd: { parameters: ["i32", "buffer", "usize", "i32"], result: "i32" },
    msgrcv: { parameters: ["i32", "buffer", "usize", "i64", "i32"], result: "isize" },
    msgctl: { parameters: ["i32", "i32", "pointer"], result: "i32" },
    locateErrno: { name: ERRNO_SYMBOL, parameters: [], result: "pointer" },
  });
  const { msgget, msgsnd, msgrcv, msgctl, locateErrno } = libc.symbols;
  return {
    get: (key, flags) => msgget(key, flags),
    snd: (id, buf, n) => msgsnd(id, buf, BigInt(n), IPC_NOWAIT),
    rcv: (id, buf, n, type) => Number(msgrcv(id, buf, BigInt(n), BigInt(type), IPC_NOWAIT)),
    rmid: (id) => msgctl(id, IPC_RMID, null),
    errno: () => {
      const address = locateErrno();
      return address === null ? 0 : new Deno.UnsafePointerView(address).getInt32();
    },
    [Symbol.dispose]: () => libc.close(),
  };
}

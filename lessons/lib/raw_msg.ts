import { ERRNO_SYMBOL, IPC_NOWAIT, IPC_RMID, LIBC } from "./os.ts";

/** Bytes of `long mtype`, the first member of a struct msgbuf. */
const TYPE_BYTES = 8;

/**
 * The System V message queue calls of the C library, as bare as they are (msgget(2), msgop(2), msgctl(2)). They
 * never block: IPC_NOWAIT is always set. Each returns -1 on failure; `errno()` says why.
 */
export interface RawMsg {
  /** Opens or creates a queue; returns its identifier. */
  get(key: number, flags: number): number;
  /** Sends `n` bytes of text from `buf`, which begins with the 8-byte type; 0 on success. */
  snd(id: number, buf: Uint8Array, n: number): number;
  /** Receives into `buf`, at most `n` bytes of text after the 8-byte type; returns the text's length. */
  rcv(id: number, buf: Uint8Array, n: number, type: number): number;
  /** Removes the queue with everything in it. */
  rmid(id: number): number;
  /** The reason of the last failure. */
  errno(): number;
}

/**
 * Opens the C library's message queue calls; dispose of it to close the library again. Needs `--allow-ffi`.
 *
 * @throws {RangeError} from `snd()` and `rcv()` when `buf` has no room for the type and `n` bytes
 */
export function openRawMsg(): RawMsg & Disposable {
  const libc = Deno.dlopen(LIBC, {
    msgget: { parameters: ["i32", "i32"], result: "i32" },
    msgsnd: { parameters: ["i32", "buffer", "usize", "i32"], result: "i32" },
    msgrcv: { parameters: ["i32", "buffer", "usize", "i64", "i32"], result: "isize" },
    msgctl: { parameters: ["i32", "i32", "pointer"], result: "i32" },
    locateErrno: { name: ERRNO_SYMBOL, parameters: [], result: "pointer" },
  });
  const { msgget, msgsnd, msgrcv, msgctl, locateErrno } = libc.symbols;
  const address = locateErrno(); // the same for as long as this thread lives
  if (address === null) throw new Error("Cannot find errno: the C library has none");
  const view = new Deno.UnsafePointerView(address);
  let errno = 0;
  // errno belongs to the whole thread, and whatever runs next may change it: read it before anything else runs, and
  // make no object on the way, since the garbage collector makes system calls of its own
  const keepErrno = (result: number) => {
    if (result === -1) errno = view.getInt32();
    return result;
  };
  return {
    get: (key, flags) => keepErrno(msgget(key, flags)),
    snd(id, buf, n) {
      checkRoom(buf, n);
      return keepErrno(msgsnd(id, buf, BigInt(n), IPC_NOWAIT));
    },
    rcv(id, buf, n, type) {
      checkRoom(buf, n);
      return keepErrno(Number(msgrcv(id, buf, BigInt(n), BigInt(type), IPC_NOWAIT)));
    },
    rmid: (id) => keepErrno(msgctl(id, IPC_RMID, null)),
    errno: () => errno,
    [Symbol.dispose]: () => libc.close(),
  };
}

/**
 * Checks that `buf` has room for the type and `n` bytes of text. The kernel just believes `n`: one that is
 * too large reads or writes memory of somebody else.
 *
 * @throws {RangeError} when it has not
 */
export function checkRoom(buf: Uint8Array, n: number): void {
  if (Number.isInteger(n) && n >= 0 && TYPE_BYTES + n <= buf.length) return;
  throw new RangeError(
    `Cannot use a buffer of ${buf.length} bytes for ${n} bytes of text: it needs ${TYPE_BYTES} more than the text`,
  );
}

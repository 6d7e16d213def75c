// Constants of the operating system that Deno does not name. Linux values were checked on this course's machine
// (x86_64); macOS values are from its headers and untested.
const isMac = Deno.build.os === "darwin";

/** The C library's file name for `Deno.dlopen()`. */
export const LIBC: string = isMac ? "libSystem.B.dylib" : "libc.so.6";
/** The function that returns the address of errno (errno(3)). */
export const ERRNO_SYMBOL: "__error" | "__errno_location" = isMac ? "__error" : "__errno_location";

/** Argument list too long: a message does not fit the buffer (msgop(2)). */
export const E2BIG: number = 7;
/** Try again: the call would have to wait. */
export const EAGAIN: number = isMac ? 35 : 11;
/** No message of the wanted type (msgop(2)). */
export const ENOMSG: number = isMac ? 91 : 42;
/** Identifier removed (msgop(2)). */
export const EIDRM: number = isMac ? 90 : 43;
/** Invalid argument: also what a removed queue's identifier gives. */
export const EINVAL: number = 22;

/** A key that always makes a new object (sysvipc(7)). */
export const IPC_PRIVATE: number = 0;
/** Create the object if there is none (sysvipc(7)). */
export const IPC_CREAT: number = 0o1000;
/** Do not wait (msgop(2)). */
export const IPC_NOWAIT: number = 0o4000;
/** Remove the object (msgctl(2)). */
export const IPC_RMID: number = 0;

/** Bytes that a queue may hold, where nobody has tuned the system (msgop(2)). */
export const MSGMNB: number = isMac ? 2_048 : 16_384;
/** Bytes that one message may hold, where nobody has tuned the system; on macOS the queue is the limit. */
export const MSGMAX: number = isMac ? 2_048 : 8_192;

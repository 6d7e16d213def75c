import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";

const READ_BYTES = 65_536;

/** Both ends of a FIFO, opened with O_NONBLOCK: no call on it ever waits (fifo(7)). */
export interface NonblockingFifo extends Disposable {
  /**
   * Writes what there is room for. False if that was not all of it, be it a part or nothing (EAGAIN).
   *
   * How much it was, only a reader can tell: `node:fs` does not.
   */
  tryWrite(bytes: Uint8Array): boolean;
  /** Takes all that is in the pipe now, which is nothing if it is empty. */
  drain(): Uint8Array;
}

/** Opens the FIFO `path`, whoever else has it open: an O_RDWR open waits for no partner on Linux (fifo(7)). */
export function openNonblocking(path: string): NonblockingFifo {
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  return {
    tryWrite: (bytes) => tryCall(() => writeSync(fd, bytes)) === bytes.length,
    drain() {
      const chunks: Uint8Array<ArrayBuffer>[] = [];
      for (;;) {
        const chunk = new Uint8Array(READ_BYTES);
        const count = tryCall(() => readSync(fd, chunk));
        if (count === undefined) return concat(chunks);
        chunks.push(chunk.subarray(0, count));
      }
    },
    [Symbol.dispose]: () => closeSync(fd),
  };
}

/** Undefined where the call would have to wait. */
function tryCall(call: () => number): number | undefined {
  try {
    return call();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EAGAIN") return undefined;
    throw error;
  }
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

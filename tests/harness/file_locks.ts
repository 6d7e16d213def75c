// What the kernel says about flock(2), read from /proc/locks.
/** How many calls wait in the kernel's queue for the lock of the file at `path`. */
export function countLockWaiters(path: string): number {
  return listLocks(path).filter((line) => line.includes(": -> FLOCK ")).length;
}

/** Whether the kernel shows the lock that is held on the file at `path`; not every machine does. */
export function showsLock(path: string): boolean {
  return listLocks(path).length > 0;
}

function listLocks(path: string): string[] {
  const { ino } = Deno.statSync(path);
  // as in `17: -> FLOCK  ADVISORY  WRITE 11523 fe:00:2147150 0 EOF`
  return readLocks().split("\n").filter((line) => line.includes(`:${ino} `));
}

/** Reads /proc/locks with as much as one read(2) can give: between two, the list changes, and lines get lost. */
export function readLocks(): string {
  const bytes = new Uint8Array(1 << 16);
  let byteCount = 0;
  using file = Deno.openSync("/proc/locks");
  for (;;) {
    const count = file.readSync(bytes.subarray(byteCount));
    if (count === null || count === 0) break;
    byteCount += count;
  }
  return new TextDecoder().decode(bytes.subarray(0, byteCount));
}

import { Todo } from "#lib/todo.ts";

/**
 * Takes the kernel's lock of the file at `lockPath` (flock(2)), runs `fn` until its promise settles,
 * gives the lock back, closes the file, and only then returns or throws what `fn` did.
 *
 * The lock excludes everybody who asks for it, in other processes and in this one. With `shared`,
 * others with `shared` may run at the same time, but nobody without. A missing lock file is made;
 * what is there is neither changed nor removed.
 *
 * The wait for the lock is in the kernel's queue, while this process goes on with other work. When
 * `signal` has aborted or aborts before the lock is there, the promise rejects with `signal.reason`
 * at once and `fn` is never called; a lock that comes after all is given back. From the moment `fn`
 * is called, `signal` changes nothing.
 */
export function withFileLock<T>(
  _lockPath: string,
  _fn: () => Promise<T>,
  _o: {
    /** @default false */
    shared?: boolean;
    signal?: AbortSignal;
  } = {},
): Promise<T> {
  // TODO: open, lock, run, give back on every path out
  throw new Todo("13_file_lock", "withFileLock()");
}

/**
 * Adds 1 to the number in the text file at `path`, `times` times. Others may do the same at the same
 * time, or replace the file by another one: each addition holds the lock of `path` + ".lock".
 *
 * The file holds one whole number, up to 2 ** 53: decimal digits, perhaps with a "-" in front, perhaps
 * with a "\n" behind, nothing else. A file that is missing or empty counts as 0.
 *
 * @throws {TypeError} (by rejecting) when the file holds anything else; it stays as it is
 */
export function incrementFile(_path: string, _times: number): Promise<void> {
  // TODO: what belongs inside the lock: the read, the addition, the write?
  throw new Todo("13_file_lock", "incrementFile()");
}

import { Todo } from "#lib/todo.ts";

/**
 * Makes a FIFO at `path` with exactly the permissions `mode` (default 0o600, whatever the umask).
 *
 * @throws {Deno.errors.AlreadyExists} if anything has that name; it is left as it is
 */
export function makeFifo(_path: string, _mode?: number): Promise<void> {
  // TODO: let mkfifo(1) make it, and tell AlreadyExists from other failures
  throw new Todo("07_fifo_rendezvous", "makeFifo()");
}

/**
 * Opens the FIFO `path` for reading. Waits until somebody has it open for writing, while all else goes on.
 *
 * When `signal` aborts, before the call or at any time of the wait, it rejects with `signal.reason`,
 * and nothing stays behind: no open file, nobody who waits. (Until then the FIFO must keep its name.)
 *
 * @throws {Deno.errors.NotFound} if there is no such path
 * @throws {TypeError} if it is anything but a FIFO
 */
export function openReader(_path: string, _o: { signal?: AbortSignal } = {}): Promise<Deno.FsFile> {
  // TODO: open one end, and find out how an abort can end the wait
  throw new Todo("07_fifo_rendezvous", "openReader()");
}

/**
 * Opens the FIFO `path` for writing. Waits until somebody has it open for reading; never makes a file.
 *
 * `signal` and errors are as for {@linkcode openReader}.
 */
export function openWriter(_path: string, _o: { signal?: AbortSignal } = {}): Promise<Deno.FsFile> {
  // TODO: open the other end
  throw new Todo("07_fifo_rendezvous", "openWriter()");
}

/**
 * Makes a FIFO in a new private directory, calls `fn` with its path, and returns what `fn` returns.
 *
 * FIFO and directory stay until the promise of `fn` settles, and are gone afterwards, also if it rejects.
 */
export function withFifo<T>(_fn: (path: string) => Promise<T>): Promise<T> {
  // TODO: lend a FIFO, and clean up on every path out
  throw new Todo("07_fifo_rendezvous", "withFifo()");
}

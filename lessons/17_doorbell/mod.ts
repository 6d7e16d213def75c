import { Todo } from "#lib/todo.ts";

/**
 * Puts a job into the directory `spool` as the file `name`, then rings the worker `pid` by SIGUSR2.
 *
 * The job appears under its name all at once: until it is complete, all that one can see of it is a file whose name
 * begins with a dot. When it cannot be put there, no draft stays behind and nobody is rung.
 *
 * Give each job a name of its own. Resolves to false when there is no process `pid` any more: the job is in the
 * spool all the same, for the next worker.
 *
 * @throws {TypeError} (by rejecting) when `name` is empty, begins with a dot or contains a slash
 * @throws {RangeError} (by rejecting) when `pid` is no positive integer
 * @throws {Deno.errors.NotFound} (by rejecting) when there is no directory `spool`
 */
export function deliver(
  _spool: string,
  _name: string,
  _body: string,
  _pid: number,
): Promise<boolean> {
  // TODO: write the whole file under another name, rename it, ring
  throw new Todo("17_doorbell", "deliver()");
}

/**
 * Works off the jobs in the directory `spool`, and waits for SIGUSR2 when there are none.
 *
 * A job is a file whose name does not begin with a dot. First it listens, then it calls `ready()`, then it looks into
 * the spool for the first time. Each look takes the jobs in the order of their names, as `sort()` gives it, one
 * after the other: `handle()` is awaited, then the file is removed.
 *
 * After a ring it looks again, however many rings there were, and also when the ring came while `handle()` was
 * running. It keeps the process alive. When `signal` aborts, it finishes the job in hand, leaves the others in the
 * spool and resolves. However it ends, it stops listening.
 *
 * @throws (by rejecting) what `handle()` throws; that job stays in the spool
 */
export function runDoorbell(_o: {
  /** Path of the directory. */
  spool: string;
  /** Does one job: gets the file's name and its text. */
  handle: (name: string, body: string) => Promise<void>;
  /** Called once, as soon as rings are heard. */
  ready: () => void;
  signal: AbortSignal;
}): Promise<void> {
  // TODO: listen, say ready; look into the spool until it is empty, wait for a ring, look again
  throw new Todo("17_doorbell", "runDoorbell()");
}

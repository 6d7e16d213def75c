import { Todo } from "#lib/todo.ts";

/** Where bytes go: a `Deno.FsFile` is one. `write()` resolves to how many of them it took. */
export interface Sink {
  write(bytes: Uint8Array): Promise<number>;
}

/** One entry of the log: anything that JSON can say. */
export type LogRecord = Readonly<Record<string, unknown>>;

/** The most bytes that one write to a pipe moves as a whole on this system (pipe(7)). */
export const PIPE_BUF: number = 0; // TODO: this is not it; Linux and macOS differ

/**
 * Encodes a record as one line of JSON, newline included.
 *
 * @throws {RangeError} if the line has more than PIPE_BUF bytes
 */
export function encodeRecord(_record: LogRecord): Uint8Array {
  // TODO: one record is one line
  throw new Todo("08_fifo_logger", "encodeRecord()");
}

/**
 * Logs one record, by exactly one write; resolves when the sink has taken it.
 *
 * @throws {RangeError} (by rejecting) if the line has more than PIPE_BUF bytes; nothing is written
 * @throws {Error} (by rejecting) if the sink takes only a part of the line
 */
export function logTo(_sink: Sink, _record: LogRecord): Promise<void> {
  // TODO: one line is one write
  throw new Todo("08_fifo_logger", "logTo()");
}

/**
 * Logs all records in order, one write after the other, by few writes: each holds as many whole lines as
 * fit into PIPE_BUF bytes.
 *
 * @throws {RangeError} (by rejecting) if any line has more than PIPE_BUF bytes; nothing is written
 * @throws {Error} (by rejecting) if the sink takes only a part of a write; it was the last one then
 */
export function logAll(_sink: Sink, _records: Iterable<LogRecord>): Promise<void> {
  // TODO: several whole lines may share a write
  throw new Todo("08_fifo_logger", "logAll()");
}

/**
 * Serves the FIFO `path`: calls `onRecord` for each record that anybody writes to it, in the order of
 * arrival, one after the other. Writers come and go, and it goes on. A line that is no JSON, or that has
 * more than PIPE_BUF bytes, is dropped.
 *
 * Ends when `signal` aborts: it resolves after `onRecord` has had all that was written before. When it has
 * ended, in whatever way, nothing that it opened is open and nobody waits. (Until then the FIFO must keep
 * its name.)
 *
 * @throws {Deno.errors.NotFound} (by rejecting) if there is no such path
 * @throws {TypeError} (by rejecting) if it is anything but a FIFO
 * @throws whatever `onRecord` throws or rejects with (by rejecting)
 */
export function serveLog(
  _path: string,
  _onRecord: (record: unknown) => void | Promise<void>,
  _o: { signal: AbortSignal },
): Promise<void> {
  // TODO: outlive the writers, and find out how an abort can end the wait for the next one
  throw new Todo("08_fifo_logger", "serveLog()");
}

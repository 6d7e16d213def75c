import type { Argv } from "#lib/argv.ts";
import { Todo } from "#lib/todo.ts";

/** Thrown by `recv()` when the peer has said everything: an end, not a failure. */
export class EOFError extends Error {
  constructor(message?: string) {
    super(message);
    throw new Todo("06_connection", "EOFError");
  }
}

/**
 * One end of a channel that carries values both ways: `S` are sent, `R` are received. Each value is one line
 * of JSON. Both directions work at the same time, and each ends on its own. Disposing it closes it and
 * reads no more, so that a child that still writes is told by SIGPIPE; it never rejects.
 */
export interface Connection<S, R> extends AsyncDisposable {
  /**
   * Sends a value, after all values sent before. Whoever awaits it is as slow as the peer: it resolves
   * when there is room for another one. Awaited sends are never more than 1 MiB ahead of the peer.
   *
   * @throws {TypeError} (by rejecting) when JSON has no such value, and after `close()`; the peer gets nothing
   * @throws {Deno.errors.BrokenPipe} (by rejecting) when the peer reads no more
   */
  send(v: S): Promise<void>;
  /**
   * Returns the next value. Several calls may wait; they are served in their order. Reads from the
   * peer only when it is called, at most 1 MiB ahead.
   *
   * @throws {EOFError} (by rejecting) when the peer has ended its direction, each time
   * @throws {Deno.errors.UnexpectedEof} (by rejecting) when the peer has ended inside a line, each time
   * @throws {SyntaxError} (by rejecting) when a line is no JSON; the next call takes the next line
   */
  recv(): Promise<R>;
  /**
   * Ends your direction, after everything that was sent. The peer's direction goes on: `recv()` still
   * returns what comes. A second call does nothing more.
   */
  close(): Promise<void>;
}

/** Connects to a child whose stdin and stdout are piped. Its end stays your own business. */
export function toChild<S, R>(_child: Deno.ChildProcess): Connection<S, R> {
  // TODO: what the child reads is what you send, what it writes is what you receive
  throw new Todo("06_connection", "toChild()");
}

/**
 * Connects to the parent, in a child. From now on stdout belongs to the channel: `console.log()`,
 * `console.info()` and `console.debug()` write to stderr.
 */
export function toParent<S, R>(): Connection<S, R> {
  // TODO: the same, seen from the other side
  throw new Todo("06_connection", "toParent()");
}

/**
 * Starts both programs, sends each value of the producer on to the consumer, and returns what the consumer
 * sends back, up to end-of-file. The producer reads end-of-file from its stdin at once, the consumer when
 * the producer has sent everything.
 *
 * When one of them fails (a code other than 0, an end inside a line, tasks that nobody reads), both are killed.
 *
 * @throws {Error} (by rejecting) when one of them fails
 */
export function relay(_producer: Argv, _consumer: Argv): Promise<string[]> {
  // TODO: two children, two connections, and two things to do at the same time
  throw new Todo("06_connection", "relay()");
}

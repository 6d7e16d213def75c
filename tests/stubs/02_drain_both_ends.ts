import type { Argv } from "#lib/argv.ts";
import { Todo } from "#lib/todo.ts";

/** All that a finished process leaves: two streams of bytes and its status. */
export interface Captured {
  stdout: Uint8Array;
  stderr: Uint8Array;
  status: Deno.CommandStatus;
}

/**
 * Runs `cmd`, feeds it `input` on stdin, and returns all it wrote.
 *
 * A non-zero exit code is a result, not an exception. A child that closes its stdin early (BrokenPipe)
 * is no error either. When `signal` aborts, the child is ended and the promise rejects with
 * `signal.reason`.
 */
export function filter(
  _cmd: Argv,
  _input: Uint8Array,
  _o: { signal?: AbortSignal } = {},
): Promise<Captured> {
  // TODO: feed stdin and drain stdout and stderr
  throw new Todo("02_drain_both_ends", "filter()");
}

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
 * is no error either; a missing program is NotFound. When `signal` aborts, the child is ended by SIGKILL
 * and the promise rejects with `signal.reason`; when it is aborted already, nothing is started.
 */
export function filter(
  _cmd: Argv,
  _input: Uint8Array,
  _o: { signal?: AbortSignal } = {},
): Promise<Captured> {
  // TODO: feed stdin, drain stdout and stderr, and mind the signal
  throw new Todo("02_drain_both_ends", "filter()");
}

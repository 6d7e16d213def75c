import type { Argv } from "#lib/argv.ts";
import { Todo } from "#lib/todo.ts";

/** All that comes out of a finished process, its output as text (UTF-8). */
export interface BoxResult {
  stdout: string;
  stderr: string;
  ending: Ending;
}

/**
 * How a command ended. `shellCode` is the number that a shell would show in `$?`.
 *
 * - `exit`: it left by itself, with a code from 0 to 255;
 * - `signal`: a signal killed it; the shell says 128 + the signal's number;
 * - `spawn-failed`: it never ran, because there is no such program or it may not be executed.
 */
export type Ending =
  | { kind: "exit"; code: number }
  | { kind: "signal"; signal: Deno.Signal; shellCode: number }
  | { kind: "spawn-failed"; reason: "not-found" | "not-executable"; shellCode: 127 | 126 };

/**
 * Runs `cmd` (program and arguments, no shell) to its end and says what came out.
 *
 * `env` is added to the environment that the child inherits; with `clearEnv` it is all that the child
 * gets. `cwd` must be a directory that exists. The child's stdin is empty.
 *
 * Every way to end is a result. So is a program that is missing or not executable: both texts are then
 * empty. Whatever else stops the start, as a NUL byte in an argument, rejects.
 */
export function runBox(
  _cmd: Argv,
  _o: { env?: Record<string, string>; clearEnv?: boolean; cwd?: string } = {},
): Promise<BoxResult> {
  // TODO: start the command, wait for its end, and tell the three kinds of ending apart
  throw new Todo("01_sealed_box", "runBox()");
}

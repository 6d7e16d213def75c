import { Todo } from "#lib/todo.ts";

/**
 * Turns the first of `signals` that arrives into an orderly end: aborts the returned `signal`, runs
 * `cleanup` once and to its end, then exits with 128 + the number that this system gives the signal.
 *
 * Signals that arrive during the cleanup change nothing, except SIGINT: it exits with 130 at once.
 * When `delay(graceMs, …)` is over before the cleanup, the process ends as if the cleanup were done.
 * When `cleanup` throws or rejects, the error goes to stderr and the exit code is 1.
 *
 * The listeners do not keep the process alive. `dispose()` removes them: the default action is back.
 *
 * @throws TypeError at once when one of `signals` cannot be caught (SIGKILL, SIGSTOP)
 */
export function onShutdown(
  _cleanup: (why: Deno.Signal) => void | Promise<void>,
  _o: {
    /** @default ["SIGINT", "SIGTERM"] */
    signals?: readonly Deno.Signal[];
    /** How long the cleanup may take, in milliseconds. @default 5000 */
    graceMs?: number;
    /** Die by the signal itself instead of exiting with its code. @default false */
    reraise?: boolean;
    /** Waits `ms`; rejects with the signal's reason when aborted. @default a real timer */
    delay?: (ms: number, signal: AbortSignal) => Promise<void>;
  } = {},
): { readonly signal: AbortSignal; dispose(): void } {
  // TODO: listen; on the first signal clean up, then end
  throw new Todo("16_graceful_shutdown", "onShutdown()");
}

import type { Argv } from "#lib/argv.ts";
import { Todo } from "#lib/todo.ts";

/** How a child was stopped. */
export interface Stopped {
  /** How it ended. */
  status: Deno.CommandStatus;
  /** True if the grace was over before it had ended, so that it was sent SIGKILL. */
  escalated: boolean;
}

/**
 * Starts a program as the leader of a process group of its own: the group's number is its pid, and what it starts
 * is in the group, too.
 *
 * The options are those of `Deno.Command`; only `args` and `detached` are not yours to choose.
 *
 * @throws {Deno.errors.NotFound} when the program does not exist
 */
export function spawnGroup(_cmd: Argv, _o: Deno.CommandOptions = {}): Deno.ChildProcess {
  // TODO: start it as a leader
  throw new Todo("18_stop_politely", "spawnGroup()");
}

/**
 * Asks a child to end by SIGTERM, then wakes it by SIGCONT in case it is stopped. If it still runs after
 * `delay(graceMs, …)`, it gets SIGKILL. Resolves once it has ended; then nobody waits for the delay any more:
 * its signal is aborted.
 *
 * With `group`, each of these signals goes to the whole group that the child leads; and when the child has ended,
 * whoever is left in the group gets SIGKILL. A child that leads no group is stopped alone.
 *
 * A child that has ended before this call is sent nothing, nor is its group: their number may belong to somebody
 * else by now. Every later call for the same child joins the first one: it sends nothing and gives the same result.
 */
export function stop(
  _child: Deno.ChildProcess,
  _o: {
    /** How long it may take after SIGTERM, in milliseconds. @default 5000 */
    graceMs?: number;
    /** Stop the whole group that it leads. @default false */
    group?: boolean;
    /** Waits `ms`; rejects with the signal's reason when aborted. @default a real timer */
    delay?: (ms: number, signal: AbortSignal) => Promise<void>;
  } = {},
): Promise<Stopped> {
  // TODO: ask, wait, kill
  throw new Todo("18_stop_politely", "stop()");
}

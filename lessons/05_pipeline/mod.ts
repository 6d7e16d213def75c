import type { Argv } from "#lib/argv.ts";
import { Todo } from "#lib/todo.ts";

/** What a finished pipeline leaves. */
export interface PipelineResult {
  /** All bytes that the last stage wrote to its stdout. */
  stdout: Uint8Array;
  /** One status for each stage, in the order of the stages. */
  statuses: Deno.CommandStatus[];
  /** The last stage's exit code; with `pipefail` the rightmost one that is not 0, or 0. */
  code: number;
}

/**
 * Runs all `stages` at the same time, each one's stdout connected to the next one's stdin, as
 * `first | second | third` does.
 *
 * The first stage reads the bytes of `input` and then end-of-file; without `input` it reads
 * end-of-file at once. A stage that leaves early (BrokenPipe) is no error, and its neighbour
 * upstream is told to stop by SIGPIPE. When `signal` aborts, all stages are ended and the promise
 * rejects with `signal.reason`.
 *
 * @throws {Deno.errors.NotFound} (by rejecting) when a stage's program does not exist, after the
 *   stages already started have been ended
 */
export function pipeline(
  _stages: readonly [Argv, ...Argv[]],
  _o: {
    /** @default no bytes */
    input?: Uint8Array;
    /** @default false */
    pipefail?: boolean;
    signal?: AbortSignal;
  } = {},
): Promise<PipelineResult> {
  // TODO: start the stages, connect them, wait for all of them
  throw new Todo("05_pipeline", "pipeline()");
}

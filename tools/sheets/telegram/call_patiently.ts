import type { Outcome } from "./bot_api.ts";
import { PublishStop } from "./publish_stop.ts";

/** How long somebody is ready to wait, and who is told of it. */
export interface Patience {
  /** For all waits of one call together, in ms. */
  readonly limitMs: number;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  /** Resolves after a while, or as soon as the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** After this many outcomes that nobody knows, a call that may be repeated is not repeated any more. */
const MAX_UNKNOWN = 3;
const UNKNOWN_WAIT_MS = 1_000;

/**
 * Makes a call, and again while telegram asks to wait or cannot be reached; with `isRepeatable`, also when it is unknown
 * whether it was done.
 *
 * @throws {PublishStop} when the wait would be too long, or Ctrl-C cuts it off
 */
export async function callPatiently<T>(
  attempt: () => Promise<Outcome<T>>,
  { act, isRepeatable, patience }: { act: string; isRepeatable: boolean; patience: Patience },
): Promise<Exclude<Outcome<T>, { type: "later" }>> {
  let waitedMs = 0;
  for (let unknownCount = 0;;) {
    const outcome = await attempt();
    if (outcome.type === "done" || outcome.type === "refused") return outcome;
    if (outcome.type === "unknown" && (!isRepeatable || ++unknownCount === MAX_UNKNOWN)) {
      return outcome;
    }
    const waitMs = outcome.type === "later" ? outcome.waitMs : UNKNOWN_WAIT_MS;
    waitedMs += waitMs;
    if (waitedMs > patience.limitMs) {
      throw new PublishStop(explainWait(act, outcome.reason, waitMs));
    }
    patience.say(`Waiting ${waitMs / 1000} s to ${act}: ${outcome.reason}`);
    await pauseOrStop(patience, waitMs);
  }
}

/** Waits. @throws {PublishStop} when Ctrl-C cuts it off */
export async function pauseOrStop({ pause, signal }: Patience, ms: number): Promise<void> {
  if (!signal.aborted && ms > 0) await pause(ms, signal);
  if (!signal.aborted) return;
  throw new PublishStop(
    "Stopped. Nothing is lost: the same command goes on where it stopped.",
    130,
  );
}

/** Resolves after some ms, or as soon as the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
}

function explainWait(act: string, reason: string, waitMs: number): string {
  return `Cannot ${act} now: ${reason}.\nIt was not done. Run the same command again, in ${
    Math.ceil(waitMs / 1000)
  } s at the earliest, or allow a longer wait with --wait.`;
}

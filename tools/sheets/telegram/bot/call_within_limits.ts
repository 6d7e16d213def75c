import { describeFailure } from "../bot_api.ts";
import { type Patience, pause as pauseReally } from "../call_patiently.ts";
import type { Transformer } from "./grammy.ts";

/** How long to wait where telegram does not say it, in seconds. */
const DEFAULT_WAIT_S = 2;

/** How long to wait, and who is told of it. */
export interface LimitWaiterOptions extends Omit<Patience, "pause"> {
  /** Takes the token out of a text. */
  readonly redact: (text: string) => string;
  /** @default the real one */
  readonly pause?: Patience["pause"];
}

/**
 * Makes what grammY calls the Bot API through: a call that telegram limits is made again when telegram says so, and what
 * troubles a call is told once, not at each try. A call of which nobody knows whether it was done is not repeated here.
 */
export function makeLimitWaiter(
  { limitMs, signal, say, pause = pauseReally, redact }: LimitWaiterOptions,
): Transformer {
  const explain = (error: unknown) => {
    const isWrapped = error instanceof Error && "error" in error; // grammY's HttpError
    return describeFailure(isWrapped ? error.error : error, redact).reason;
  };
  let isTroubled = false;
  const tell = (trouble: string | undefined) => {
    if (isTroubled !== (trouble !== undefined)) say(trouble ?? "Telegram answers again.");
    isTroubled = trouble !== undefined;
  };
  return async (call, method, payload, callSignal) => {
    for (let waitedMs = 0;;) {
      const answer = await call(method, payload, callSignal).catch((error) => {
        if (!signal.aborted) tell(`No answer from telegram, trying again: ${explain(error)}`);
        throw error;
      });
      if (answer.ok || answer.error_code < 500) tell(undefined);
      else tell(`Telegram has a trouble of its own: ${answer.error_code} ${answer.description}`);
      if (answer.ok || answer.error_code !== 429) return answer;
      const waitMs = (answer.parameters?.retry_after ?? DEFAULT_WAIT_S) * 1000;
      waitedMs += waitMs;
      if (waitedMs > limitMs || signal.aborted) return answer;
      say(`Waiting ${waitMs / 1000} s to call ${method}: ${answer.description}`);
      await pause(waitMs, signal);
      if (signal.aborted) return answer;
    }
  };
}

// @test graceful-shutdown/T11
// @says "grace of 10000 ms begins"
// @mistake giving the cleanup another time than the documentation says

import { constants } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

export function onShutdown(
  cleanup: (why: Deno.Signal) => void | Promise<void>,
  o: {
    signals?: readonly Deno.Signal[];
    graceMs?: number;
    reraise?: boolean;
    delay?: (ms: number, signal: AbortSignal) => Promise<void>;
  } = {},
): { readonly signal: AbortSignal; dispose(): void } {
  const { signals = ["SIGINT", "SIGTERM"], graceMs = 10_000, reraise = false } = o;
  const delay = o.delay ?? ((ms, signal) => sleep(ms, undefined, { signal }));
  const stopping = new AbortController();
  const undo: (() => void)[] = [];
  const dispose = () => undo.splice(0).forEach((remove) => remove());

  const stop = async (why: Deno.Signal) => {
    stopping.abort();
    const done = new AbortController();
    try {
      await Promise.race([cleanup(why), delay(graceMs, done.signal)]);
    } catch (error) {
      console.error(error);
      Deno.exit(1);
    }
    done.abort();
    const code = 128 + numberOf(why);
    if (!reraise) Deno.exit(code);
    dispose();
    Deno.kill(Deno.pid, why);

    setTimeout(() => Deno.exit(code), 5_000);
  };

  for (const name of signals) {
    const listener = () => {
      if (!stopping.signal.aborted) stop(name);
      else if (name === "SIGINT") Deno.exit(130);
    };
    Deno.addSignalListener(name, listener);
    undo.push(() => Deno.removeSignalListener(name, listener));
  }
  return { signal: stopping.signal, dispose };
}

function numberOf(name: Deno.Signal): number {
  return constants.signals[name as keyof typeof constants.signals];
}

// @style events: process.on() and process.exit(), a timer and callbacks instead of await

import { constants } from "node:os";
import process from "node:process";

type Name = keyof typeof constants.signals;

export function onShutdown(
  cleanup: (why: Deno.Signal) => void | Promise<void>,
  o: {
    signals?: readonly Deno.Signal[];
    graceMs?: number;
    reraise?: boolean;
    delay?: (ms: number, signal: AbortSignal) => Promise<void>;
  } = {},
): { readonly signal: AbortSignal; dispose(): void } {
  const abort = new AbortController();
  const grace = new AbortController();
  const signals = (o.signals ?? ["SIGINT", "SIGTERM"]) as readonly Name[];
  let why: Name | undefined;

  const fail = (error: unknown) => {
    process.stderr.write(`cleanup failed: ${error}\n`, () => process.exit(1));
  };
  const finish = (name: Name) => {
    grace.abort();
    const code = 128 + constants.signals[name];
    if (o.reraise !== true) process.exit(code);
    dispose();
    process.kill(process.pid, name);
    setTimeout(() => process.exit(code), 5_000); // it dies before: this only keeps it here until then
  };
  const listen = (name: Name) => {
    if (why !== undefined) {
      if (name === "SIGINT") process.exit(130);
      return;
    }
    why = name;
    abort.abort();
    const delay = o.delay ?? waitByTimer;
    delay(o.graceMs ?? 5_000, grace.signal).then(() => finish(name), () => {});
    try {
      Promise.resolve(cleanup(name as Deno.Signal)).then(() => finish(name), fail);
    } catch (error) {
      fail(error);
    }
  };
  const dispose = () => {
    for (const name of signals) process.off(name, listen);
  };

  for (const name of signals) process.on(name, listen);
  return { signal: abort.signal, dispose };
}

function waitByTimer(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

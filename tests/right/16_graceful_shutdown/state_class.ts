// @style class: a state machine with the states running, stopping, ended

import os from "node:os";

interface Options {
  signals?: readonly Deno.Signal[];
  graceMs?: number;
  reraise?: boolean;
  delay?: (ms: number, signal: AbortSignal) => Promise<void>;
}
type Cleanup = (why: Deno.Signal) => void | Promise<void>;

export function onShutdown(
  cleanup: Cleanup,
  o: Options = {},
): { readonly signal: AbortSignal; dispose(): void } {
  return new Shutdown(cleanup, o);
}

class Shutdown {
  #state: "running" | "stopping" | "ended" = "running";
  readonly #abort = new AbortController();
  readonly #listeners = new Map<Deno.Signal, () => void>();
  readonly #cleanup: Cleanup;
  readonly #options: Options;

  constructor(cleanup: Cleanup, options: Options) {
    this.#cleanup = cleanup;
    this.#options = options;
    const { signals = ["SIGINT", "SIGTERM"] } = options;
    for (const name of new Set(signals)) {
      const listener = () => this.#take(name);
      Deno.addSignalListener(name, listener);
      this.#listeners.set(name, listener);
    }
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  dispose(): void {
    for (const [name, listener] of this.#listeners) Deno.removeSignalListener(name, listener);
    this.#listeners.clear();
  }

  #take(name: Deno.Signal): void {
    switch (this.#state) {
      case "running":
        this.#state = "stopping";
        this.#abort.abort();
        this.#stop(name).then(() => this.#end(name), (error) => this.#fail(error));
        break;
      case "stopping":
        if (name === "SIGINT") Deno.exit(130);
        break;
      case "ended":
    }
  }

  async #stop(name: Deno.Signal): Promise<void> {
    const grace = new AbortController();
    const { graceMs = 5_000, delay = waitUnlessAborted } = this.#options;
    try {
      await Promise.race([this.#cleanup(name), delay(graceMs, grace.signal)]);
    } finally {
      grace.abort();
    }
  }

  #end(name: Deno.Signal): void {
    this.#state = "ended";
    const code = 128 + os.constants.signals[name as keyof typeof os.constants.signals];
    if (!this.#options.reraise) Deno.exit(code);
    this.dispose();
    Deno.kill(Deno.pid, name);
    setTimeout(() => Deno.exit(code), 5_000); // until then the signal has acted
  }

  #fail(error: unknown): void {
    this.#state = "ended";
    console.error("cleanup failed:", error);
    Deno.exit(1);
  }
}

async function waitUnlessAborted(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.onabort = () => reject(signal.reason);
  await promise.finally(() => clearTimeout(timer));
}

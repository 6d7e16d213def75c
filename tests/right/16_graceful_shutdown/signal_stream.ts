// @style streams: the signals are a stream of names, one async function reads it from start to end

import { constants } from "node:os";

export function onShutdown(
  cleanup: (why: Deno.Signal) => void | Promise<void>,
  o: {
    signals?: readonly Deno.Signal[];
    graceMs?: number;
    reraise?: boolean;
    delay?: (ms: number, signal: AbortSignal) => Promise<void>;
  } = {},
): { readonly signal: AbortSignal; dispose(): void } {
  const main = new AbortController();
  const { names, close } = readSignals(o.signals ?? ["SIGINT", "SIGTERM"]);

  async function run(): Promise<void> {
    const first = await names.read();
    if (first.done) return; // disposed
    main.abort();
    watchForSecondInterrupt();
    await withGrace(() => cleanup(first.value));
    const code = 128 + constants.signals[first.value as keyof typeof constants.signals];
    if (o.reraise) {
      close();
      Deno.kill(Deno.pid, first.value);
      await wait(5_000, new AbortController().signal); // the end comes from another thread
    }
    Deno.exit(code);
  }

  async function watchForSecondInterrupt(): Promise<void> {
    for (;;) {
      const { done, value } = await names.read();
      if (done) return;
      if (value === "SIGINT") Deno.exit(130);
    }
  }

  async function withGrace(act: () => void | Promise<void>): Promise<void> {
    const over = new AbortController();
    const grace = (o.delay ?? wait)(o.graceMs ?? 5_000, over.signal);
    try {
      await Promise.race([grace, Promise.try(act)]);
    } finally {
      over.abort();
    }
  }

  run().catch((error) => {
    console.error(error);
    Deno.exit(1);
  });
  return { signal: main.signal, dispose: close };
}

function readSignals(signals: readonly Deno.Signal[]) {
  let sink: ReadableStreamDefaultController<Deno.Signal> | undefined;
  const stream = new ReadableStream<Deno.Signal>({
    start: (controller) => void (sink = controller),
  });
  const listeners = signals.map((name) => ({ name, listener: () => sink?.enqueue(name) }));
  for (const { name, listener } of listeners) Deno.addSignalListener(name, listener);
  const close = () => {
    for (const { name, listener } of listeners) Deno.removeSignalListener(name, listener);
    sink?.close();
    sink = undefined;
  };
  return { names: stream.getReader(), close };
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener("abort", stop, { once: true });
  });
}

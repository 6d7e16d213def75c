import { BYTES, type Channel, type Kind } from "./channel.ts";

const BELLS = ["SIGUSR1", "SIGUSR2"] as const;

/** Signals by addSignalListener() and Deno.kill(): SIGUSR2 says that it is the last one. */
export const signal: Kind = {
  async lead(end) {
    const waiting = listen();
    const child = end.spawn(String(Deno.pid));
    await child.stdout.getReader().read(); // a signal that comes before somebody listens would end it
    return signalChannel(waiting, child.pid);
  },
  serve(end) {
    const waiting = listen();
    Deno.stdout.writeSync(new Uint8Array(1));
    return signalChannel(waiting, Number(end.address));
  },
};

interface Bells {
  /** Resolves to the number of the next bell. */
  readonly next: () => Promise<number>;
  readonly close: () => void;
}

function listen(): Bells {
  let rung = Promise.withResolvers<number>();
  const listeners = BELLS.map((bell, index) => {
    const listener = () => rung.resolve(index);
    Deno.addSignalListener(bell, listener);
    return () => Deno.removeSignalListener(bell, listener);
  });
  const alive = setInterval(() => {}, 1e9); // a signal listener alone keeps no process alive
  return {
    async next() {
      const bell = await rung.promise;
      rung = Promise.withResolvers<number>();
      return bell;
    },
    close() {
      clearInterval(alive);
      for (const unlisten of listeners) unlisten();
    },
  };
}

function signalChannel({ next, close }: Bells, pid: number): Channel {
  return {
    ...BYTES,
    send: (bytes) => Deno.kill(pid, BELLS[BYTES.isLast(bytes) ? 1 : 0]),
    recv: async () => BYTES.make(1, await next() === 1),
    close,
  };
}

import { logAll, serveLog } from "../../../../solutions/08_fifo_logger/mod.ts";
import type { End } from "./channel.ts";
import { endPart, type Play } from "./turns.ts";

const WRITERS = 4;
const RECORDS = 64;
/** As long as the lines of the other languages. */
const RECORD = { level: "info", writer: 12345, message: "what a service says now and then" };

/** Lesson 08: four processes log through one FIFO, as fast as the reader takes the records. */
export const courseLogger: Play = {
  async lead(end) {
    const stop = new AbortController();
    const log = new Counter();
    const serving = serveLog(end.there, () => log.add(), { signal: stop.signal });
    const writers = Array.from({ length: WRITERS }, () => end.spawn("writer"));
    await log.untilMore(1); // the first one has begun
    return {
      count: RECORDS,
      turn: () => log.untilMore(RECORDS),
      async close() {
        await Promise.all(writers.map(endPart));
        stop.abort();
        await serving;
      },
    };
  },
  serve: (end) => write(end),
};

async function write(end: End): Promise<never> {
  using file = await Deno.open(end.there, { write: true });
  const records = Array.from({ length: RECORDS }, () => RECORD);
  for (;;) await logAll(file, records); // until it is killed
}

/** Counts on, also while nobody waits. */
class Counter {
  #count = 0;
  #goal = 0;
  #reached = Promise.withResolvers<void>();

  add(): void {
    if (++this.#count >= this.#goal) this.#reached.resolve();
  }

  /** Waits until so many more than at the last goal are there. */
  untilMore(count: number): Promise<void> {
    this.#goal += count;
    this.#reached = Promise.withResolvers();
    if (this.#count >= this.#goal) this.#reached.resolve();
    return this.#reached.promise;
  }
}

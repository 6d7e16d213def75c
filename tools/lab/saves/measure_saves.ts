import type { Contestant } from "./contestants.ts";
import { openTerminal, type Terminal } from "../../proc/terminal.ts";

/** Milliseconds from the return of the write to the verdict's bytes on the terminal, one for each save. */
export interface Measured {
  readonly contestant: Contestant;
  readonly samples: readonly number[];
}

/** Between a verdict and the next save: nobody saves faster than this for long. */
const PAUSE_MS = 700;

/** Saves green and red versions in turn, one contestant after the other in each round. */
export async function measureSaves(
  contestants: readonly Contestant[],
  options: { rounds: number; progress: (done: number, total: number, name: string) => void },
): Promise<Measured[]> {
  const samples = contestants.map((): number[] => []);
  for (const [index, contestant] of contestants.entries()) {
    // one at a time: others that watch beside it would take its processor
    const terminal = openTerminal(contestant.command, contestant);
    try {
      await terminal.shows(contestant.green.shows);
      for (let round = 0; round < options.rounds; round++) {
        await rest(terminal, contestant);
        const ms = await measureSave(terminal, contestant, round % 2 === 0 ? "red" : "green");
        samples[index]?.push(ms);
        options.progress(
          index * options.rounds + round + 1,
          contestants.length * options.rounds,
          contestant.name,
        );
      }
    } finally {
      await terminal.close();
    }
  }
  return contestants.map((contestant, index) => ({ contestant, samples: samples[index] ?? [] }));
}

async function rest(terminal: Terminal, contestant: Contestant): Promise<void> {
  await terminal.shows(contestant.quiet);
  await new Promise<void>((resolve) => setTimeout(resolve, PAUSE_MS));
  terminal.forget();
}

async function measureSave(
  terminal: Terminal,
  { path, ...versions }: Contestant,
  version: "red" | "green",
): Promise<number> {
  const { text, shows } = versions[version];
  await Deno.writeTextFile(path, text);
  const start = performance.now();
  return await terminal.shows(shows) - start;
}

import type { End } from "./channel.ts";
import { measureTurns } from "./drive.ts";

/** What the leader does again and again, and how many messages, calls or jobs each turn has. */
export interface Turns {
  readonly count: number;
  readonly turn: () => Promise<void>;
  readonly close: () => void | Promise<void>;
}

/** How a leader opens its turns, and what the processes do that it has spawned: `end.address` is their part. */
export interface Play {
  readonly lead: (end: End, measure: string) => Turns | Promise<Turns>;
  readonly serve?: (end: End) => Promise<void>;
}

/** Measures the turns of a leader. */
export async function leadTurns(
  end: End,
  play: Play,
  measure: { name: string; budgetMs: number },
): Promise<void> {
  const turns = await play.lead(end, measure.name);
  await measureTurns(measure.name, measure.budgetMs, turns);
  await turns.close();
}

/** Spawns a part of the play and waits for the first byte that it prints. */
export async function spawnPart(end: End, part: string): Promise<Part> {
  const child = end.spawn(part);
  const reader = child.stdout.getReader();
  const { value, done } = await reader.read();
  if (done) throw new Error(`The process of ${part} has gone`);
  const next = async () => {
    if ((await reader.read()).done) throw new Error(`The process of ${part} has gone`);
  };
  return { said: new TextDecoder().decode(value), next, end: () => endPart(child) };
}

/** A process that plays a part. */
export interface Part {
  /** What it printed first. */
  readonly said: string;
  /** Waits until it prints more. */
  readonly next: () => Promise<void>;
  /** Ends it and waits until it is gone. */
  readonly end: () => Promise<void>;
}

/** Prints what a part says to the leader. */
export function say(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text));
}

/**
 * Ends a process and waits until it is gone.
 *
 * @throws {TypeError} when it has ended before: what was measured is not what was meant
 */
export async function endPart(child: Deno.ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await child.status;
}

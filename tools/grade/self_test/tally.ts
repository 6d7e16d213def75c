import { dirname } from "node:path";

/** What a self-test of many runs has found so far: it takes hours, and goes on where it was interrupted. */
export interface Tally {
  /** Of all that the findings depend on: what changes begins anew. */
  readonly hash: string;
  /** How often each trial has run, by its name. */
  readonly runs: Record<string, number>;
  /** A line for each that went wrong. */
  readonly problems: string[];
}

/** A tally of nothing so far. */
export function emptyTally(hash: string): Tally {
  return { hash, runs: {}, problems: [] };
}

/** Loads what was kept; an empty one when there is nothing, or when it is about other files. */
export async function loadTally(path: string, hash: string): Promise<Tally> {
  const kept: Tally | undefined = await Deno.readTextFile(path).then(JSON.parse).catch(() =>
    undefined
  );
  return kept?.hash === hash ? kept : emptyTally(hash);
}

/** Saves it, whole or not at all; at once, since many ask for it. */
export function saveTally(path: string, tally: Tally): void {
  Deno.mkdirSync(dirname(path), { recursive: true });
  Deno.writeTextFileSync(`${path}.tmp`, `${JSON.stringify(tally, undefined, 2)}\n`);
  Deno.renameSync(`${path}.tmp`, path);
}

/** Lists what is still due: all of them once, then all of them a second time, until each has run `times` times. */
export function listDue<T extends { readonly name: string }>(
  trials: readonly T[],
  times: number,
  { runs }: Pick<Tally, "runs">,
): { readonly trial: T; readonly round: number }[] {
  const rounds = Array.from({ length: times }, (_, index) => index + 1);
  return rounds.flatMap((round) =>
    trials.filter(({ name }) => (runs[name] ?? 0) < round).map((trial) => ({ trial, round }))
  );
}

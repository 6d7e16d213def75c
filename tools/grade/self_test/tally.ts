import { dirname } from "node:path";

/**
 * What a self-test of many runs has found so far, by the slug of the lesson that was graded: it takes hours, and goes on where it
 * was interrupted.
 */
export type Tally = Record<string, LessonTally>;

export interface LessonTally {
  /** Of all that the findings depend on: what changes begins anew, and the other lessons do not. */
  readonly hash: string;
  /** How often each trial has run, by its name. */
  readonly runs: Record<string, number>;
  /** A line for each that went wrong. */
  readonly problems: string[];
}

/** What is counted, and of which lesson. */
interface CountedTrial {
  readonly name: string;
  readonly lesson: { readonly slug: string };
}

/** A tally of nothing so far, of these lessons; not to be kept, since it tells of no hash. */
export function emptyTally(slugs: readonly string[]): Tally {
  return Object.fromEntries(slugs.map((slug) => [slug, emptyLesson("")]));
}

function emptyLesson(hash: string): LessonTally {
  return { hash, runs: {}, problems: [] };
}

/** Loads what was kept of lessons that have the same hash still; the others, and all when there is no such file, are empty. */
export async function loadTally(
  path: string,
  hashes: Readonly<Record<string, string>>,
): Promise<Tally> {
  const kept: Partial<Tally> = await Deno.readTextFile(path).then(JSON.parse).catch(() => ({}));
  const keep = ([slug, hash]: [string, string]) => {
    const old = kept[slug];
    return [slug, old?.hash === hash ? old : emptyLesson(hash)];
  };
  return Object.fromEntries(Object.entries(hashes).map(keep));
}

/** Saves it, whole or not at all; at once, since many ask for it. */
export function saveTally(path: string, tally: Tally): void {
  Deno.mkdirSync(dirname(path), { recursive: true });
  Deno.writeTextFileSync(`${path}.tmp`, `${JSON.stringify(tally, undefined, 2)}\n`);
  Deno.renameSync(`${path}.tmp`, path);
}

/** Lists what is still due: all of them once, then all of them a second time, until each has run `times` times. */
export function listDue<T extends CountedTrial>(
  trials: readonly T[],
  times: number,
  tally: Tally,
): { readonly trial: T; readonly round: number }[] {
  const rounds = Array.from({ length: times }, (_, index) => index + 1);
  const hasRun = ({ name, lesson }: CountedTrial) => tally[lesson.slug]?.runs[name] ?? 0;
  return rounds.flatMap((round) =>
    trials.filter((trial) => hasRun(trial) < round).map((trial) => ({ trial, round }))
  );
}

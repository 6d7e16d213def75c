import { isLike, type Look, mergeLooks } from "./look.ts";

/** What is known of one wrong variant: its look, or why it is never named. */
export type KnownLook = { readonly look: Look } | { readonly silent: string };

/** The looks of a lesson's wrong variants, by variant: `tests/looks/<folder>.json`. */
export type Looks = Readonly<Record<string, KnownLook>>;

/**
 * Makes the looks of a lesson from several runs of each variant. A variant that does not look the same each time is
 * never named, and neither is one whose look another variant had, be it once: a guess would be worse than silence.
 */
export function makeLooks(runs: ReadonlyMap<string, readonly (Look | undefined)[]>): Looks {
  const known: Record<string, KnownLook> = {};
  for (const [name, looks] of runs) {
    const look = mergeAll(looks);
    const twin = look === undefined ? undefined : findTwin(look, name, runs);
    if (look === undefined) known[name] = { silent: "differs from run to run" };
    else known[name] = twin === undefined ? { look } : { silent: `fails like ${twin}` };
  }
  return known;
}

/** Names the variant that alone looks like this; undefined where none does, or more than one. */
export function findVariant(looks: Looks, look: Look): string | undefined {
  const names = Object.entries(looks)
    .filter(([, known]) => "look" in known && isLike(known.look, look))
    .map(([name]) => name);
  return names.length === 1 ? names[0] : undefined;
}

function mergeAll(looks: readonly (Look | undefined)[]): Look | undefined {
  return looks.reduce((all, one) =>
    all === undefined || one === undefined ? undefined : mergeLooks(all, one)
  );
}

function findTwin(
  look: Look,
  name: string,
  runs: ReadonlyMap<string, readonly (Look | undefined)[]>,
): string | undefined {
  for (const [other, looks] of runs) {
    if (other !== name && looks.some((one) => one !== undefined && isLike(look, one))) return other;
  }
  return undefined;
}

/** The value below which the share `p` of the sorted samples lies, as in 0.5 for the median; linear in between. */
export function quantile(samples: readonly number[], p: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * p;
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  if (low === undefined || high === undefined) throw new RangeError("Cannot rank no samples");
  return low + (high - low) * (place - Math.floor(place));
}

/** The middle of some samples, and how far apart they are; no sample is thrown away. */
export interface Spread {
  readonly median: number;
  /** A quarter of the samples is below. */
  readonly low: number;
  /** A quarter of the samples is above. */
  readonly high: number;
}

/** Measures the spread of samples. */
export function spreadOf(samples: readonly number[]): Spread {
  const [low, median, high] = [0.25, 0.5, 0.75].map((p) => quantile(samples, p));
  return { low: low ?? NaN, median: median ?? NaN, high: high ?? NaN };
}

/** From fewer samples, nobody can tell how far apart they are. */
const LEAST_SAMPLES = 3;

/**
 * Ranks from the smallest median on, into groups: within one, each middle half overlaps with that of a neighbour, so
 * that another run may turn them round. One group of several says that nothing can be ranked.
 */
export function rank<T>(items: readonly T[], samplesOf: (item: T) => readonly number[]): T[][] {
  const all = items.map((item) => ({ item, samples: samplesOf(item) }))
    .map(({ item, samples }) => ({ item, count: samples.length, spread: spreadOf(samples) }))
    .sort((a, b) => a.spread.median - b.spread.median);
  if (all.some(({ count }) => count < LEAST_SAMPLES)) return [all.map(({ item }) => item)];
  const groups: T[][] = [];
  let reach = -Infinity; // how far the last group goes
  for (const { item, spread: { low, high } } of all) {
    const group = groups.at(-1);
    if (group !== undefined && low <= reach) group.push(item);
    else groups.push([item]);
    reach = Math.max(reach, high);
  }
  return groups;
}

/**
 * The spread of `theirs` through `ours`, round by round: above 1, ours is faster. What the machine does besides in a
 * round is in both, and cancels out.
 */
export function ratioOf(theirs: readonly number[], ours: readonly number[]): Spread {
  const ratios: number[] = [];
  for (const [round, own] of ours.entries()) {
    const other = theirs[round];
    if (other !== undefined) ratios.push(other / own);
  }
  return spreadOf(ratios);
}

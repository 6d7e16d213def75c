/** The value below which the share `p` of the sorted samples lies, as in 0.5 for the median; linear in between. */
export function quantile(samples: readonly number[], p: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * p;
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  if (low === undefined || high === undefined) throw new RangeError("Cannot rank no samples");
  return low + (high - low) * (place - Math.floor(place));
}

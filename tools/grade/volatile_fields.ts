/** What differs between two reports that say the same: when it was found, and how long that took. */
export const VOLATILE_FIELDS = ["started", "wallMs", "ms"] as const;

/** Removes the volatile fields from a report, at every depth: what is left can be compared with another run. */
export function withoutVolatile(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutVolatile);
  if (typeof value !== "object" || value === null) return value;
  const names: readonly string[] = VOLATILE_FIELDS;
  const kept = Object.entries(value).filter(([key]) => !names.includes(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutVolatile(inner)]));
}

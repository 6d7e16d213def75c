// For tests: results of a run that has measured these series, and nothing else.
import type { Results, Series } from "./results.ts";

/** Makes results of `series` on a machine that nobody asks about. */
export function fakeResults(series: readonly Series[]): Results {
  const machine = {
    os: "",
    arch: "",
    kernel: "",
    processors: 2,
    load: [0, 0],
    versions: [],
  } as const;
  return { format: 1, date: "", machine, rounds: 3, budgetMs: 1, absent: [], series, failures: [] };
}

// For tests: results in which each player took as long as it is told.
import type { TargetResults } from "./results.ts";

/** Makes results of lesson 05: `ours` and `theirs` are the samples, by round. */
export function fakeResults(
  o: { ours: readonly number[]; theirs: readonly number[] },
): TargetResults {
  const samples = (player: string, ns: readonly number[]) => (
    { lesson: "05_pipeline", player, measure: "through:16", ns }
  );
  return {
    format: "targets 1",
    date: "2026-11-25T12:00:00.000Z",
    machine: { os: "", arch: "", kernel: "", processors: 2, load: [0, 0], versions: [] },
    rounds: o.ours.length,
    budgetMs: 1,
    absent: [{ id: "redis", reason: "there is no <redis>" }],
    series: [samples("solution", o.ours), samples("/bin/sh", o.theirs)]
      .filter(({ ns }) => ns.length > 0),
    failures: [{ lesson: "20_tcp_rpc", player: "xmlrpc", reason: "stalled: ended after 2 s" }],
  };
}

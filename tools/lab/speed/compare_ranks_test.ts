import { assertEquals } from "@std/assert";
import { compareRanks, renderRanks } from "./compare_ranks.ts";
import { fakeResults } from "./fake_results.ts";
import type { Results, Series } from "./results.ts";

const MEASURE = { id: "rtt:64", kind: "rtt", byteCount: 64, window: 1 } as const;

/** A run in which each mechanism took this many nanoseconds, give or take one. */
function makeResults(took: Readonly<Record<string, number>>): Results {
  const series = Object.entries(took).map(([scenario, ns]): Series => (
    { scenario, measure: MEASURE, contestant: "c", what: "", ns: [ns - 1, ns, ns + 1] }
  ));
  return fakeResults(series);
}

Deno.test("compareRanks() counts pairs that both runs tell apart, and names those that are turned round", () => {
  const earlier = makeResults({ pipe: 10, fifo: 11, unix: 30, tcp: 50 });
  const now = makeResults({ pipe: 20, fifo: 40, unix: 70, tcp: 60 });
  const compared = compareRanks(earlier, now);
  assertEquals([compared.toldApart, compared.unclear], [5, 1]); // pipe and fifo overlapped before
  assertEquals(compared.turned, ["round trip, 64 B, C: Unix stream socket and TCP"]);
  assertEquals(
    renderRanks(compared),
    "Ranks: 4 of 5 pairs of mechanisms are in the same order in both runs; 1 more cannot be told apart in one of them.\n" +
      "  turned round: round trip, 64 B, C: Unix stream socket and TCP",
  );
});

Deno.test("compareRanks() leaves out what only one run has measured", () => {
  const compared = compareRanks(makeResults({ pipe: 10 }), makeResults({ pipe: 10, tcp: 50 }));
  assertEquals(renderRanks(compared), "");
});

import { assertEquals, assertMatch } from "@std/assert";
import { renderComparison } from "./render_comparison.ts";
import { renderResults } from "./render_results.ts";
import { isResults, type Results, type Series } from "./results.ts";

const MEASURE = { id: "rtt:64", kind: "rtt", byteCount: 64, window: 1 } as const;

function makeResults(series: readonly Pick<Series, "contestant" | "ns">[]): Results {
  return {
    format: 1,
    date: "2026-11-25T12:00:00.000Z",
    machine: {
      os: "linux",
      arch: "x",
      kernel: "6",
      processors: 2,
      load: [9, 9],
      versions: ["C 1"],
    },
    rounds: 3,
    budgetMs: 1,
    absent: [{ id: "node", reason: "there is no node on this machine" }],
    series: series.map((one) => ({ scenario: "pipe", measure: MEASURE, what: "", ...one })),
    failures: [{ scenario: "tcp", contestant: "deno", reason: "stalled: ended after 9 s" }],
  };
}

Deno.test("isResults() takes what JSON makes of results, and nothing else", () => {
  const results = makeResults([{ contestant: "c", ns: [1, 2] }]);
  const others = [{ ...results, format: 2 }, { ...results, series: [{}] }, [], null, "text"];
  assertEquals([results, ...others].map((value) => isResults(JSON.parse(JSON.stringify(value)))), [
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

Deno.test("renderResults() shows medians, ranks and ratios, and says what is missing", () => {
  const text = renderResults(makeResults([
    { contestant: "deno", ns: [20_000, 21_000, 22_000] },
    { contestant: "c", ns: [10_000, 10_000, 10_000] },
  ]));
  assertMatch(
    text,
    /round trip, 64 B {2}Deno {2}21\.0 µs {2}20\.5 µs to 21\.5 µs {2}2 +0\.48x +#{24}\n/,
  );
  assertMatch(text, /C {5}10\.0 µs {2}10\.0 µs to 10\.0 µs {2}1 +#{11}\n/);
  assertMatch(text, /Without Node: there is no node on this machine/);
  assertMatch(text, /Not measured: TCP, Deno: stalled: ended after 9 s/);
  assertMatch(text, /The machine is busy/);
});

Deno.test("renderResults() does not rank what overlaps", () => {
  const text = renderResults(makeResults([
    { contestant: "deno", ns: [10, 30, 50] },
    { contestant: "c", ns: [20, 25, 60] },
  ]));
  assertMatch(text, /Deno .* \? .*\n.* C .* \? /);
  assertMatch(text, /\?: too noisy to rank/);
});

Deno.test("renderComparison() says how many times as fast, and what may be chance", () => {
  const compare = (before: number[], after: number[]) =>
    renderComparison(
      makeResults([{ contestant: "c", ns: before }]),
      makeResults([{ contestant: "c", ns: after }]),
    ).split("\n")[1];
  assertMatch(compare([20, 20, 20], [10, 10, 10]) ?? "", / 2\.0x$/);
  assertMatch(compare([10, 20, 30], [11, 21, 31]) ?? "", / 0\.95x \?$/);
});

import { assertEquals, assertMatch } from "@std/assert";
import { renderChart } from "../render_chart.ts";
import { renderPage } from "./render_page.ts";
import type { ContestantId } from "./contestants.ts";
import type { Results } from "./results.ts";

const ROW = { group: "one way", label: "C", value: "1 ns", color: "--c" };
const OPTIONS = { name: "a chart", renderTick: (value: number) => `${value} ns` };

Deno.test("renderChart() places by ratio: the middle of a decade lies at its root", () => {
  const svg = renderChart([{ ...ROW, low: 1, median: Math.sqrt(10), high: 10 }], OPTIONS);
  const spread = /<line[^>]* x2="([\d.]+)" x1="([\d.]+)"[^>]*>/.exec(
    svg.split('stroke-width="5"')[1] ?? "",
  );
  const [from, to] = [Number(spread?.[2]), Number(spread?.[1])];
  const middle = Number(/<circle[^>]* cx="([\d.]+)"/.exec(svg)?.[1]);
  assertEquals([from < to, middle], [true, (from + to) / 2]);
});

Deno.test("renderChart() escapes what it is given", () => {
  const svg = renderChart([{ ...ROW, label: "<&>", low: 1, median: 1, high: 1 }], {
    ...OPTIONS,
    name: 'a "chart"',
  });
  assertMatch(svg, />&lt;&amp;&gt;</);
  assertMatch(svg, /aria-label="a &quot;chart&quot;"/);
});

Deno.test("renderPage() needs nothing from elsewhere, and says what is missing", () => {
  const page = renderPage(makeResults());
  assertEquals(page.match(/https?:|src=|url\(|<link|<script/g), null);
  assertEquals(page.match(/<svg/g)?.length, 3); // the claim, and two scenarios
  assertMatch(page, /As claimed\./);
  assertMatch(page, /Without Node: there is no &lt;node&gt;/);
});

function makeResults(): Results {
  const measure = { id: "rtt:64", kind: "rtt", byteCount: 64, window: 1 } as const;
  const series = (scenario: string, contestant: ContestantId, ns: number[]) => (
    { scenario, measure, contestant, what: "", ns }
  );
  return {
    format: 1,
    date: "2026-11-25T12:00:00.000Z",
    machine: { os: "", arch: "", kernel: "", processors: 2, load: [0, 0], versions: [] },
    rounds: 3,
    budgetMs: 1,
    absent: [{ id: "node", reason: "there is no <node>" }],
    series: [series("pipe", "c", [10, 11, 12]), series("tcp", "c", [20, 21, 22])],
    failures: [],
  };
}

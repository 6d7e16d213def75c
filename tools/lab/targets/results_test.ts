import { assertEquals } from "@std/assert";
import { fakeResults } from "./fake_results.ts";
import { isTargetResults } from "./results.ts";

Deno.test("isTargetResults() knows what --json writes", () => {
  const written = JSON.stringify(fakeResults({ ours: [1], theirs: [2] }));
  assertEquals(isTargetResults(JSON.parse(written)), true);
});

Deno.test("isTargetResults() refuses other versions, other files, and what is no number", () => {
  const results = fakeResults({ ours: [1], theirs: [2] });
  const [series] = results.series;
  const wrong = [
    null,
    [],
    { ...results, format: 1 },
    { ...results, series: [{ ...series, ns: [0] }] },
    { ...results, series: [{ ...series, ns: [] }] },
    { ...results, series: [{ ...series, ns: ["1"] }] },
  ];
  assertEquals(wrong.filter(isTargetResults), []);
});

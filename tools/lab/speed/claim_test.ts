import { assertEquals } from "@std/assert";
import { judge, judgeClaim } from "./claim.ts";
import type { ContestantId } from "./contestants.ts";
import { fakeResults } from "./fake_results.ts";
import type { Series } from "./results.ts";

Deno.test("judge() says whether an order is the tutorial's", () => {
  assertEquals(
    judge([["shared memory"], ["signals"], ["pipes"], ["queues"], ["sockets"]]),
    "as claimed",
  );
  assertEquals(judge([["shared memory"], ["sockets"]]), "as claimed");
  assertEquals(
    judge([["queues"], ["shared memory", "pipes"], ["sockets"]]),
    "not so here: queues before shared memory, queues before pipes",
  );
});

Deno.test("judge() does not decide what cannot be told apart", () => {
  assertEquals(judge([["shared memory", "pipes", "sockets"]]), "too noisy to rank");
  assertEquals(
    judge([["shared memory"], ["queues", "pipes"], ["sockets"]]),
    "as claimed, as far as they can be told apart",
  );
});

Deno.test("judge() has nothing to say of families that the tutorial does not part", () => {
  assertEquals(judge([["pipes"], ["signals"]]), "the tutorial does not rank these");
});

const MEASURE = { id: "rtt:64", kind: "rtt", byteCount: 64, window: 1 } as const;

function makeSeries(scenario: string, contestant: ContestantId, ns: number[]): Series {
  return { scenario, measure: MEASURE, contestant, what: "", ns };
}

Deno.test("judgeClaim() takes the best of each family, and one contestant alone", () => {
  const { by, findings } = judgeClaim(fakeResults([
    makeSeries("tcp", "c", [30, 30, 30]),
    makeSeries("unix", "c", [20, 20, 20]),
    makeSeries("pipe", "c", [10, 10, 10]),
    makeSeries("pipe", "python", [90, 90, 90]),
  ]));
  const order = findings[0]?.ranks.map((group) => group.map((one) => [one.family, one.ns[0]]));
  assertEquals([by, order], ["c", [[["pipes", 10]], [["sockets", 20]]]]);
});

Deno.test("judgeClaim() asks Deno where there is no C", () => {
  const series = [
    makeSeries("tcp", "deno", [30, 30, 30]),
    makeSeries("pipe", "deno", [10, 10, 10]),
  ];
  const { by, findings } = judgeClaim(fakeResults(series));
  assertEquals([by, findings[0]?.verdict], ["deno", "as claimed"]);
});

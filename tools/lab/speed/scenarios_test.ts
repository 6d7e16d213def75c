import { assertEquals } from "@std/assert";
import { FULL_SIZES, nameMeasure, planMeasures, type Scenario } from "./scenarios.ts";

const SCENARIO: Scenario = {
  id: "pipe",
  name: "anonymous pipe",
  family: "pipes",
  kind: "messages",
  maxBytes: 8192,
  hasFlow: true,
};

const idsOf = (scenario: Scenario, maxBytes?: number) =>
  planMeasures(scenario, FULL_SIZES, maxBytes).map(({ id }) => id);

Deno.test("planMeasures() leaves out what the mechanism or the contestant does not take", () => {
  const small = ["rtt:1", "rtt:64", "rtt:4096", "flow:64:1024", "flow:4096:256"];
  assertEquals(idsOf(SCENARIO), small);
  assertEquals(idsOf(SCENARIO, 1200), ["rtt:1", "rtt:64", "flow:64:1024"]);
});

Deno.test("planMeasures() has few messages on their way where more would be lost", () => {
  assertEquals(idsOf({ ...SCENARIO, maxWindow: 16 }).at(-1), "flow:4096:16");
});

Deno.test("planMeasures() measures acts alone and against another process", () => {
  assertEquals(idsOf({ ...SCENARIO, kind: "acts" }), ["solo", "duel"]);
});

Deno.test("nameMeasure() says what is measured in words", () => {
  const names = ([["rtt", 1], ["flow", 4096], ["flow", 1 << 20], ["duel", 0]] as const)
    .map(([kind, byteCount]) => nameMeasure({ kind, byteCount }));
  assertEquals(names, [
    "round trip, 1 B",
    "one way, 4 KiB",
    "one way, 1 MiB",
    "against another process",
  ]);
});

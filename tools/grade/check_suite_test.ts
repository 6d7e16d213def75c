import { assertEquals } from "@std/assert";
import { wasCutShort } from "./check_suite.ts";

const foundFactor = (factor: number) => ({
  events: [{ type: "file" as const, folder: "", factor }],
});

Deno.test("wasCutShort() tells tests that have stretched their time from those that had enough", () => {
  const slow = foundFactor(3.1);
  assertEquals(wasCutShort({ killed: "wall" }, slow, 1.2), true);
  assertEquals(wasCutShort({ killed: "wall" }, slow, 4), false);
  assertEquals(wasCutShort({ killed: undefined }, slow, 1.2), false);
  assertEquals(wasCutShort({ killed: "output" }, slow, 1.2), false);
  assertEquals(wasCutShort({ killed: "wall" }, { events: [] }, 1.2), false);
});

import { assertEquals } from "@std/assert";
import { renderPoints } from "./render_points.ts";

Deno.test("renderPoints() gives at most two decimals and no noise of binary fractions", () => {
  assertEquals([0, 25, 0.1 + 0.2, 2 / 3, 12.5].map(renderPoints), [
    "0",
    "25",
    "0.3",
    "0.67",
    "12.5",
  ]);
});

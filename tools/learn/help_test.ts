import { assertEquals } from "@std/assert";
import { HELP } from "./help.ts";

Deno.test("HELP fits on a terminal of 80 x 24", () => {
  const lines = HELP.split("\n");
  assertEquals(lines.filter((line) => line.length > 80), []);
  assertEquals(lines.length <= 24, true, `${lines.length} lines`);
});

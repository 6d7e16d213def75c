import { assertEquals, assertThrows } from "@std/assert";
import { splitParts } from "./split_parts.ts";

const htmls = (pieces: readonly string[], maxUnits: number) =>
  splitParts(pieces, maxUnits).map(({ html }) => html);

Deno.test("splitParts() joins what fits exactly, and neither tags nor escapes count", () => {
  assertEquals(splitParts(["<b>ab</b>", "&lt;c"], 6), [
    { html: "<b>ab</b>\n\n&lt;c", unitCount: 6, entityCount: 1 },
  ]);
});

Deno.test("splitParts() begins a message when one unit is missing", () => {
  assertEquals(htmls(["ab", "cd", "e"], 5), ["ab", "cd\n\ne"]);
});

Deno.test("splitParts() counts a character beyond the basic plane as two units", () => {
  assertEquals(htmls(["😀", "a"], 5), ["😀\n\na"]);
  assertEquals(htmls(["😀", "a"], 4), ["😀", "a"]);
});

Deno.test("splitParts() refuses a piece that no message holds", () => {
  assertThrows(() => splitParts(["ab", "x".repeat(4097)]), RangeError, "4097 UTF-16 units");
  assertEquals(splitParts(["x".repeat(4096)])[0]?.unitCount, 4096);
});

Deno.test("splitParts() makes no message of nothing", () => assertEquals(splitParts([]), []));

import { assertEquals } from "@std/assert";
import { Random } from "../../tests/harness/random.ts";
import { diffBlocks } from "./diff_blocks.ts";

Deno.test("diffBlocks() tells equal lines, replaced ones, and lines of one side only", () => {
  assertEquals(diffBlocks("a\nb\nc\nd\n", "a\nx\ny\nc\nd\ne\n"), [
    { kind: "same", lines: ["a"] },
    { kind: "changed", left: ["b"], right: ["x", "y"] },
    { kind: "same", lines: ["c", "d"] },
    { kind: "changed", left: [], right: ["e"] },
  ]);
});

Deno.test("diffBlocks() looks neither at the last line end nor at how lines end", () => {
  assertEquals(diffBlocks("a\r\nb", "a\nb\n"), [{ kind: "same", lines: ["a", "b"] }]);
});

Deno.test("diffBlocks() keeps every line of both sides, in order, and alternates", () => {
  const random = new Random(7);
  const make = () =>
    Array.from({ length: random.below(12) }, () => random.pick(["a", "b", "c"])).join("\n");
  for (let round = 0; round < 300; round++) {
    const [left, right] = [make(), make()];
    const blocks = diffBlocks(left, right);
    const side = (name: "left" | "right") =>
      blocks.flatMap((block) => block.kind === "same" ? block.lines : block[name]).join("\n");
    assertEquals([side("left"), side("right")], [left, right]);
    const kinds = blocks.map((block) => block.kind);
    assertEquals(kinds.filter((kind, index) => kind === kinds[index - 1]), []);
  }
});

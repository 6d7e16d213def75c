import { assertEquals } from "@std/assert";
import { parseBlocks, walkBlock } from "./parse_blocks.ts";

Deno.test("parseBlocks() numbers blocks by the lines of the file when the text starts at line 7", () => {
  const blocks = parseBlocks("# A\n\ntext\nmore\n\n\n```ts\nx\n```\n- b\n", 7);
  assertEquals(blocks.map(({ token, line }) => [token.type, line]), [
    ["heading", 7],
    ["paragraph", 9],
    ["code", 13],
    ["list", 16],
  ]);
});

Deno.test("parseBlocks() numbers the same lines when they end in CR LF", () => {
  assertEquals(parseBlocks("# A\r\n\r\ntext\r\n").map(({ line }) => line), [1, 3]);
});

Deno.test("walkBlock() gives each link its own line when two are equal", () => {
  const [block] = parseBlocks("see [a](x.md)\nand\n[a](x.md)\n");
  const links = block === undefined ? [] : walkBlock(block);
  assertEquals(
    links.filter(({ token }) => token.type === "link").map(({ line }) => line),
    [1, 3],
  );
});

Deno.test("walkBlock() finds code inside lists and links inside tables", () => {
  const blocks = parseBlocks("- a\n\n  ```ts\n  x\n  ```\n\n| a |\n| - |\n| [b](c) |\n");
  const found = blocks.flatMap(walkBlock);
  const lines = found.filter(({ token }) => token.type === "code" || token.type === "link");
  assertEquals(lines.map(({ token, line }) => [token.type, line]), [["code", 3], ["link", 9]]);
});

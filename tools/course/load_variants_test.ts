import { assertEquals } from "@std/assert";
import { parseHeader } from "./load_variants.ts";

Deno.test("parseHeader() collects repeated keys and stops at the first other line", () => {
  const text = '// @test a/T1\n// @test a/T2\n// @says "x y"\n\n// @mistake late\n';
  assertEquals([...parseHeader(text)], [["test", ["a/T1", "a/T2"]], ["says", ['"x y"']]]);
});

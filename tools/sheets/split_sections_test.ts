import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseBlocks } from "./parse_blocks.ts";
import { checkSections, splitSections } from "./split_sections.ts";

const check = (markdown: string) =>
  checkSections(splitSections(parseBlocks(markdown)), { path: "a.md", expected: ["One", "Two"] });

Deno.test("splitSections() puts each block under the heading above it", () => {
  const { before, sections } = splitSections(
    parseBlocks("# T\n\nlead\n\n## One\n\ntext\n\n## Two\n"),
  );
  assertEquals(before.map(({ line }) => line), [1, 3]);
  assertEquals(sections.map(({ title, line, blocks }) => [title, line, blocks.length]), [
    ["One", 5, 1],
    ["Two", 9, 0],
  ]);
});

Deno.test("checkSections() accepts the expected sections in their order", () => {
  assertEquals(check("# T\n\n## One\n\n## Two\n"), []);
});

for (
  const [name, markdown, place, words] of [
    ["a missing section", "## One\n", "a.md:1", '"Two" is missing'],
    ["an unknown section", "## One\n\n## Three\n\n## Two\n", "a.md:3", '"Three" does not belong'],
    ["a section twice", "## One\n\n## Two\n\n## One\n", "a.md:5", "second time"],
    ["a wrong order", "## Two\n\n## One\n", "a.md:3", 'comes after "Two"'],
    ["a heading of another level", "## One\n\n### Deep\n\n## Two\n", "a.md:3", "level"],
    ["a second title", "# T\n\n# U\n\n## One\n\n## Two\n", "a.md:3", "level"],
  ] as const
) {
  Deno.test(`checkSections() reports the line of ${name}`, () => {
    const [problem, ...rest] = check(markdown);
    assertEquals([problem?.place, rest], [place, []]);
    assertStringIncludes(problem?.problem ?? "", words);
  });
}

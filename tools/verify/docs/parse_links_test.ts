import { assertEquals } from "@std/assert";
import { makeSlug, parseLinks } from "./parse_links.ts";

const parse = (text: string) => parseLinks({ path: "a.md", text });

for (
  const [heading, slug] of [
    ["In one minute", "in-one-minute"],
    ["What's new? (2.9.6)", "whats-new-296"],
    ["snake_case & kebab-case", "snake_case--kebab-case"],
    ["Über 64 KiB", "über-64-kib"],
  ] as const
) {
  Deno.test(`makeSlug() turns "${heading}" into GitHub's anchor`, () => {
    assertEquals(makeSlug(heading), slug);
  });
}

Deno.test("parseLinks() numbers equal headings from -1 on", () => {
  assertEquals([...parse("# A\n\n## A\n\n## A-1\n\n## A\n").anchors], ["a", "a-1", "a-1-1", "a-2"]);
});

Deno.test("parseLinks() makes anchors of the words of a heading without their Markdown", () => {
  assertEquals([...parse("## `Deno.serve()` and [*more*](x.md)\n").anchors], [
    "denoserve-and-more",
  ]);
});

Deno.test("parseLinks() takes HTML ids and names for anchors", () => {
  assertEquals([...parse('<a id="top"></a>\n\ntext <a name="here">\n').anchors], ["top", "here"]);
});

Deno.test("parseLinks() finds links, images, references and HTML with their lines", () => {
  const text = "[a](b.md) ![c](d.png)\n[e][r] https://x.test/y\n\n[r]: f.md\n\n" +
    '<img src="g.png" srcset="h.png 1x, i.png 2x">\n';
  assertEquals(parse(text).links, [
    { href: "b.md", line: 1 },
    { href: "d.png", line: 1 },
    { href: "f.md", line: 2 },
    { href: "https://x.test/y", line: 2 },
    { href: "g.png", line: 6 },
    { href: "h.png", line: 6 },
    { href: "i.png", line: 6 },
  ]);
});

Deno.test("parseLinks() counts the lines of front matter and finds nothing in it", () => {
  const page = parse("---\ntitle: [x](y)\n---\n\n[a](b.md)\n");
  assertEquals([page.links, [...page.anchors]], [[{ href: "b.md", line: 5 }], []]);
});

Deno.test("parseLinks() finds no link in code and in HTML comments", () => {
  assertEquals(parse('`[a](b)`\n\n```md\n[a](b)\n```\n\n<!-- <a href="b"> -->\n').links, []);
});

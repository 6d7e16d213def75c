import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseFrontMatter } from "./parse_front_matter.ts";

const GOOD = `---
title: Pipelines
slug: pipeline
lesson: 05_pipeline
summary: It's the reader (always) that decides.
practise: deno task learn run pipeline
tags: pipe,  EPIPE
---
body
`;

Deno.test("parseFrontMatter() reads the six keys and cuts them from the body", () => {
  const { front, frontLines, body, bodyLine, problems } = parseFrontMatter(GOOD, "a.md");
  assertEquals(problems, []);
  assertEquals(front, {
    title: "Pipelines",
    slug: "pipeline",
    lesson: "05_pipeline",
    summary: "It's the reader (always) that decides.",
    practise: "deno task learn run pipeline",
    tags: ["pipe", "EPIPE"],
  });
  assertEquals([frontLines.slug, body, bodyLine], [3, "body\n", 9]);
});

for (
  const [name, from, to, place, words] of [
    ["front matter that is not there", "---\ntitle", "title", "a.md:1", "starts with front matter"],
    ["a missing key", "slug: pipeline\n", "", "a.md:1", 'lacks "slug"'],
    ["an unknown key", "slug: pipeline", "slug: pipeline\nlevel: 3", "a.md:4", "one of the keys"],
    ["a key twice", "slug: pipeline", "slug: pipeline\nslug: x", "a.md:4", '"slug" is here twice'],
    ["an empty key", "slug: pipeline", "slug:", "a.md:3", '"slug" is empty'],
    ["a value that breaks YAML", "It's the reader", "pipes: the reader", "a.md:5", "plain YAML"],
    ["a value that is a YAML list", "Pipelines", "[x]", "a.md:2", "plain YAML"],
  ] as const
) {
  Deno.test(`parseFrontMatter() reports ${name}`, () => {
    const [problem, ...rest] = parseFrontMatter(GOOD.replace(from, to), "a.md").problems;
    assertEquals([problem?.place, rest], [place, []]);
    assertStringIncludes(problem?.problem ?? "", words);
  });
}

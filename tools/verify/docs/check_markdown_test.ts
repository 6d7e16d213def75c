import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkMarkdown } from "./check_markdown.ts";
import { useCourse } from "./sample_course.ts";

const PATH = "lessons/05_pipeline/README.md";

const check = (text: string) =>
  useCourse({}, (root) => checkMarkdown(root, [{ path: PATH, text }]));

for (
  const href of [
    "mod.ts",
    "./hints.md",
    "../../README.md",
    "/README.md",
    "..",
    "#my-story",
    "hints.md#near-code",
    "../../tests/stubs/05_pipeline.ts#L2-L4",
    "%6Dod.ts",
    "mod.ts?plain=1",
    "mailto:someone@example.org",
  ]
) {
  Deno.test(`checkMarkdown() accepts the link ${href}`, async () => {
    assertEquals(await check(`## My story\n\n[x](${href})\n`), { problems: [], external: [] });
  });
}

for (
  const [href, words] of [
    ["nope.md", "leads to lessons/05_pipeline/nope.md, which is not there"],
    ["../../../../../etc/passwd", "leaves the course"],
    ["#his-story", "README.md has no such heading; it has #my-story"],
    ["hints.md#near", "hints.md has no such heading"],
    ["hints.md#Concept", "hints.md has no such heading"],
    ["..#story", "anchor in a folder"],
    ["mod.ts#line", "line anchors only"],
    ["mod.ts#L99", "has 1 lines"],
    ["%zz.md", "%25"],
    ["<>", "leads nowhere"],
    ["ftp://example.org/x", "neither relative nor http(s)"],
  ] as const
) {
  Deno.test(`checkMarkdown() reports the line of the link ${href}`, async () => {
    const { problems: [problem, ...rest] } = await check(`## My story\n\n[x](${href})\n`);
    assertEquals([problem?.place, rest], [`${PATH}:3`, []]);
    assertStringIncludes(problem?.problem ?? "", words);
  });
}

Deno.test("checkMarkdown() reports an image that is not there", async () => {
  const { problems } = await check("![x](picture.svg)\n");
  assertEquals(problems.map(({ place }) => place), [`${PATH}:1`]);
});

Deno.test("checkMarkdown() collects external links without asking for them", async () => {
  const url = "https://x.test/a";
  assertEquals(await check(`text\n[x](${url})\n`), {
    problems: [],
    external: [{ url, place: `${PATH}:2` }],
  });
});

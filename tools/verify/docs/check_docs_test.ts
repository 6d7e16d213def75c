import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  checkCodeBlocks,
  checkDocs,
  checkRootDocs,
  listExternalLinks,
  runPatterns,
} from "./mod.ts";
import { SAMPLE_FILES, SAMPLE_LESSON, useCourse } from "./sample_course.ts";

const README = "lessons/05_pipeline/README.md";
const SHEET = "lessons/05_pipeline/cheatsheet.md";

/** One file of the sample course with a piece replaced. */
const change = (path: string, from: string, to: string) => ({
  [path]: SAMPLE_FILES[path]?.replace(from, to),
});

Deno.test("every gate accepts the sample course", async () => {
  await useCourse({}, async (root) => {
    assertEquals(await checkDocs(root, SAMPLE_LESSON), []);
    assertEquals(await checkRootDocs(root), []);
    assertEquals(await checkCodeBlocks(root, [SAMPLE_LESSON]), []);
    assertEquals(await runPatterns(root, SAMPLE_LESSON), []);
    assertEquals(await listExternalLinks(root, [SAMPLE_LESSON]), []);
  });
});

for (
  const [name, changes, place] of [
    [
      "a missing page",
      { "lessons/05_pipeline/hints.md": undefined },
      "lessons/05_pipeline/hints.md",
    ],
    ["a wrong README", change(README, "man 7 pipe", "it"), `${README}:1`],
    [
      "wrong hints",
      change("lessons/05_pipeline/hints.md", "Close it.", ""),
      "lessons/05_pipeline/hints.md:7",
    ],
    ["a wrong sheet", change(SHEET, "slug: pipeline", "slug: x"), `${SHEET}:3`],
    ["a dead link", change(README, "(mod.ts)", "(gone.ts)"), `${README}:15`],
  ] as const
) {
  Deno.test(`checkDocs() reports ${name}`, async () => {
    const problems = await useCourse(changes, (root) => checkDocs(root, SAMPLE_LESSON));
    assertEquals(
      problems.map(({ place }) => place).includes(place),
      true,
      JSON.stringify(problems),
    );
  });
}

Deno.test("checkDocs() compares the output under Red when the caller knows what it must be", async () => {
  const facts = { name: "T9", called: "", expected: "", got: "", idea: "", hint: 2 };
  const [problem, ...rest] = await useCourse({}, (root) => checkDocs(root, SAMPLE_LESSON, facts));
  assertEquals([problem?.place, rest], [`${README}:25`, []]);
});

Deno.test("checkDocs() accepts a type of Deno in a sheet and no name that is nothing", async () => {
  const check = (name: string) =>
    useCourse(change(SHEET, "child.status", name), (root) => checkDocs(root, SAMPLE_LESSON));
  assertEquals(await check("Deno.CommandStatus"), []);
  assertStringIncludes(
    (await check("Deno.Status"))[0]?.problem ?? "",
    "Deno.Status does not exist",
  );
});

Deno.test("checkRootDocs() reports a missing page and a dead link", async () => {
  const text = "[x](y.md) and [the sheet](cheatsheet.md)\n";
  const changes = { "CHANGELOG.md": undefined, "lessons/README.md": text };
  const problems = await useCourse(changes, checkRootDocs);
  assertEquals(problems.map(({ place }) => place), ["CHANGELOG.md", "lessons/README.md:1"]);
});

Deno.test("checkRootDocs() judges the sheet of the whole course as it does a lesson's", async () => {
  const path = "lessons/cheatsheet.md";
  for (
    const [from, to, words] of [
      ["slug: overview", "slug: pipeline", `"slug" is "pipeline"; in this folder it is "overview"`],
      ["lesson: all", "lesson: 05_pipeline", `in this folder it is "all"`],
      ['"true"', '"no-such-program"', "no-such-program"],
    ] as const
  ) {
    const [first, ...rest] = await useCourse(change(path, from, to), checkRootDocs);
    assertEquals([first?.place.split(":")[0], rest], [path, []]);
    assertStringIncludes(first?.problem ?? "", words);
  }
  const [first, ...rest] = await useCourse({ "lessons/README.md": "# Compared\n" }, checkRootDocs);
  assertEquals([first?.problem, rest], ["does not lead to cheatsheet.md; link to it", []]);
});

Deno.test("checkCodeBlocks() looks into READMEs and sheets but not into hints", async () => {
  const wrong = "```ts\nDeno.nope();\n```\n";
  const changes = { "README.md": wrong, "lessons/05_pipeline/hints.md": wrong };
  const problems = await useCourse(
    { ...changes, ...change(SHEET, "child.status).code", "child.status).kode") },
    (root) => checkCodeBlocks(root, [SAMPLE_LESSON]),
  );
  assertEquals(problems.map(({ place }) => place).sort(), ["README.md:2", `${SHEET}:33`]);
});

Deno.test("runPatterns() reports a sheet whose program fails", async () => {
  const problems = await useCourse(
    change(SHEET, '"true"', '"no-such-program"'),
    (root) => runPatterns(root, SAMPLE_LESSON),
  );
  assertEquals(problems.map(({ place }) => place), [`${SHEET}:32`]);
});

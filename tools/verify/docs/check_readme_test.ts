import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkReadme } from "./check_readme.ts";
import { SAMPLE_LESSON, SAMPLE_README } from "./sample_course.ts";

const PATH = "lessons/05_pipeline/README.md";

const check = (from: string, to: string) =>
  checkReadme({ path: PATH, text: SAMPLE_README.replace(from, () => to) }, SAMPLE_LESSON);

/** Lines of prose in the sample: enough are added to reach a count. */
const pad = (count: number) => `A report hung for a night.\n${"more\n".repeat(count)}`;

Deno.test("checkReadme() finds no problem in a correct page", () =>
  assertEquals(check("", ""), []));

Deno.test("checkReadme() accepts exactly 60 lines of prose, code not counted", () => {
  assertEquals(check("A report hung for a night.\n", pad(49)), []);
});

for (
  const [name, from, to, line, words] of [
    ["61 lines of prose", "A report hung for a night.\n", pad(50), 1, "61 lines of prose"],
    ["another title", "# 05 Run", "# 5 Run", 1, '"# 05 Run a pipeline"'],
    ["no lead sentence", "The last reader decides when a pipeline ends.\n", "", 1, "sentence"],
    ["a heading that is too much", "See `man", "## More\n\nSee `man", 37, '"More" does not belong'],
    ["a missing section", "## Green\n", "", 1, '"Green" is missing'],
    ["no picture", "```flow", "```text", 1, "no picture"],
    ["a picture with a fault", "(pipe |", "(pipe) |", 10, "round bracket"],
    ["a picture of 73 columns", "> head", `> ${"x".repeat(30)}`, 10, "73 columns"],
    ["red output without a row", "  idea  ", "  thought", 25, "lacks the rows idea"],
    ["no red output", "```text", "```sh", 23, "red output is missing"],
    ["no link to the sheet", "(cheatsheet.md)", "(mod.ts)", 1, "leads to cheatsheet.md"],
    ["no link to the hints", "(hints.md#concept)", "(mod.ts)", 1, "leads to hints.md"],
    ["no manual page", "`man 7 pipe`", "the manual", 1, "no manual page"],
  ] as const
) {
  Deno.test(`checkReadme() reports the line of ${name}`, () => {
    const [problem, ...rest] = check(from, to);
    assertEquals([problem?.place, rest], [`${PATH}:${line}`, []], problem?.problem);
    assertStringIncludes(problem?.problem ?? "", words);
  });
}

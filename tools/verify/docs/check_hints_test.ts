import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkHints } from "./check_hints.ts";
import { SAMPLE_HINTS, SAMPLE_LESSON } from "./sample_course.ts";

const check = (from: string, to: string) =>
  checkHints({ path: "hints.md", text: SAMPLE_HINTS.replace(from, to) }, SAMPLE_LESSON);

Deno.test("checkHints() finds no problem in correct hints", () => assertEquals(check("", ""), []));

for (
  const [name, from, to, line, words] of [
    ["another title", "# Hints for 05", "# Hints for 5", 1, '"# Hints for 05 Run a pipeline"'],
    ["an empty tier", "Close it.\n", "", 7, 'tier "Concept" is empty'],
    ["a missing tier", "## Concept\n", "", 1, '"Concept" is missing'],
    ["a tier too many", "## Near", "## Solution\n\nx\n\n## Near", 11, '"Solution" does not belong'],
    ["words above the tiers", "## Question", "Well:\n\n## Question", 3, "above the first tier"],
  ] as const
) {
  Deno.test(`checkHints() reports the line of ${name}`, () => {
    const [problem, ...rest] = check(from, to);
    assertEquals([problem?.place, rest], [`hints.md:${line}`, []]);
    assertStringIncludes(problem?.problem ?? "", words);
  });
}

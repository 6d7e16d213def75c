import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkRedBlock, type RedFacts } from "./check_red_block.ts";
import { SAMPLE_README } from "./sample_course.ts";

const PAGE = { path: "README.md", text: SAMPLE_README };
const FACTS: RedFacts = {
  name: "T1 pipeline() ends",
  called: "pipeline()",
  expected: "an implementation",
  got: "pipeline() is not written yet: open lessons/05_pipeline/mod.ts",
  idea: "Somebody must tell yes.",
  hint: 2,
};

Deno.test("checkRedBlock() accepts the facts when the page breaks a long line", () => {
  assertEquals(checkRedBlock(PAGE, FACTS), []);
});

for (
  const [row, value] of Object.entries({
    name: "T1 pipeline() waits",
    called: "pipeline([])",
    expected: "a promise",
    got: "nothing",
    idea: "Another idea.",
    hint: 3,
  })
) {
  Deno.test(`checkRedBlock() reports the line of the block when "${row}" has changed`, () => {
    const [problem, ...rest] = checkRedBlock(PAGE, { ...FACTS, [row]: value });
    assertEquals([problem?.place, rest], ["README.md:25", []]);
    assertStringIncludes(problem?.problem ?? "", `"${row}" is now "`);
  });
}

Deno.test("checkRedBlock() ignores facts that a page does not show", () => {
  assertEquals(checkRedBlock(PAGE, { ...FACTS, at: "mod.ts:3:4" } as RedFacts), []);
});

Deno.test("checkRedBlock() reports a line at which the test does not begin any more", () => {
  const path = "tests/05_pipeline_test.ts";
  const tests = (before: string) => ({ path, text: `${before}Deno.test(fact("${FACTS.name}", {` });
  const [, line = ""] = /05_pipeline_test\.ts:(\d+):/.exec(SAMPLE_README) ?? [];
  assertEquals(checkRedBlock(PAGE, FACTS, tests("\n".repeat(Number(line) - 1))), []);
  const [problem, ...rest] = checkRedBlock(PAGE, FACTS, tests("\n".repeat(Number(line))));
  assertEquals(rest, []);
  assertStringIncludes(problem?.problem ?? "", `"begins" is now "./${path}:${Number(line) + 1}:"`);
});

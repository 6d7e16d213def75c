import { assertEquals } from "@std/assert";
import { lintSheet } from "./lint_sheet.ts";
import { parseSample, SAMPLE_LESSON, SAMPLE_PATH } from "./sample_sheet.ts";

Deno.test("lintSheet() finds no problem in a correct sheet", () => {
  assertEquals(lintSheet(parseSample(), SAMPLE_LESSON), []);
});

Deno.test("lintSheet() accepts a summary of exactly 100 characters", () => {
  const sheet = parseSample("The last reader decides when a pipeline ends.", "x".repeat(100));
  assertEquals(lintSheet(sheet, SAMPLE_LESSON), []);
});

Deno.test("lintSheet() accepts a name that the caller knows to be a type", () => {
  const sheet = parseSample("`child.status`", "`Deno.CommandStatus`");
  const isApiName = (name: string) => name === "Deno.CommandStatus" || name === "Deno.Command";
  assertEquals(lintSheet(sheet, SAMPLE_LESSON, { isApiName }), []);
});

Deno.test("lintSheet() passes on what the parser found", () => {
  const sheet = parseSample("## Traps", "## Trap");
  assertEquals(lintSheet(sheet, SAMPLE_LESSON).slice(0, 2), sheet.problems.slice(0, 2));
});

const TRAP = "- Who waits for `yes` waits for ever.\n";

for (
  const [name, from, to, line, words] of [
    ["a foreign slug", "slug: pipeline", "slug: pipes", 3, 'it is "pipeline"'],
    ["a foreign lesson", "lesson: 05_", "lesson: 06_", 4, 'it is "05_pipeline"'],
    [
      "a foreign command",
      "learn run pipeline",
      "learn pipeline",
      6,
      "deno task learn run pipeline",
    ],
    ["a summary of 101 characters", "The last reader", "x".repeat(71), 5, "101 characters"],
    ["no link to the lesson", "[Lesson 05](README.md)", "Lesson 05", 42, "README.md"],
    [
      "a call that does not exist",
      "`child.status`",
      "`Deno.wait()`",
      27,
      "Deno.wait does not exist",
    ],
    ["a class that does not exist", 'Deno.Command("true")', 'Deno.Run("true")', 32, "Deno.Run"],
    ["an unknown second line", "console.log((await", "Atomics.plus((await", 33, "Atomics.plus"],
    ["a page without its section", "`man 7 pipe`", "`man pipe`", 43, "is no manual page"],
    ["a See also without a page", "- `man 7 pipe`\n", "", 42, "names no manual page"],
    ["a page named another way", "- Who waits", "- As in pipe(7), who waits", 38, "man 7 pipe"],
  ] as const
) {
  Deno.test(`lintSheet() reports the line of ${name}`, () => {
    const problems = lintSheet(parseSample(from, to), SAMPLE_LESSON);
    assertEquals(problems.map(({ place }) => place), [`${SAMPLE_PATH}:${line}`]);
    assertEquals(problems[0]?.problem.includes(words), true, problems[0]?.problem);
  });
}

Deno.test("lintSheet() takes exit(1) in code for a call, not for a manual page", () => {
  assertEquals(lintSheet(parseSample("`yes` waits", "`exit(1)` waits"), SAMPLE_LESSON), []);
});

Deno.test("lintSheet() reports a sheet of more than 4096 UTF-16 units", () => {
  const row = `| ${"x".repeat(1000)} | 😀 |\n`;
  const [problem] = lintSheet(
    parseSample("| `child.status`", row.repeat(4) + "| `child.status`"),
    SAMPLE_LESSON,
  );
  assertEquals(problem?.problem.includes("one message holds 4096"), true, problem?.problem);
});

Deno.test("lintSheet() reports a sheet of more lines than a page", () => {
  const problems = lintSheet(
    parseSample(TRAP, "- a\n\n".repeat(5) + "\n".repeat(30)),
    SAMPLE_LESSON,
  );
  assertEquals(problems.map(({ problem }) => problem.includes("60 fit on one page")), [true]);
});

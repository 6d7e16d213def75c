import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseSheet } from "./parse_sheet.ts";
import { parseSample, SAMPLE_PATH, SAMPLE_SHEET } from "./sample_sheet.ts";

Deno.test("parseSheet() finds no problem in a correct sheet", () => {
  assertEquals(parseSample().problems, []);
});

Deno.test("parseSheet() gives the parts of a sheet with the lines of the file", () => {
  const { bullets, flows, calls, pattern, traps, links } = parseSample();
  assertEquals(bullets.map(({ text, line }) => [line, text]), [
    [12, "One: `head` leaves."],
    [13, "Two: `yes` gets **EPIPE**."],
    [14, "Three: all end."],
  ]);
  assertEquals(flows.map(({ nodes }) => nodes.length), [3]);
  assertEquals(calls.header.map(({ text }) => text), ["Call", "Does"]);
  assertEquals(calls.rows.map(([cell]) => [cell?.line, cell?.text]), [
    [26, "`new Deno.Command(…)`"],
    [27, "`child.status`"],
  ]);
  assertEquals([pattern.line, pattern.code.split("\n").length], [32, 2]);
  assertEquals(SAMPLE_SHEET.split("\n")[pattern.line - 1], pattern.code.split("\n")[0]);
  assertEquals(traps.map(({ line }) => line), [38]);
  assertEquals(links.map(({ line }) => line), [42, 43]);
});

Deno.test("parseSheet() gives the same parts when lines end in CR LF", () => {
  const sheet = parseSheet(SAMPLE_SHEET.replaceAll("\n", "\r\n"), SAMPLE_PATH);
  assertEquals([sheet.problems, sheet.body], [[], parseSample().body]);
});

Deno.test("parseSheet() accepts a table row of more than 72 columns", () => {
  assertEquals(parseSample("| waits |", `| ${"waits ".repeat(20)} |`).problems, []);
});

const BULLETS = "- One: `head` leaves.\n- Two: `yes` gets **EPIPE**.\n- Three: all end.\n";
const FLOW = "```flow\nyes --stdout--> (pipe | 64 KiB) --stdin--> head\n```\n";
const TABLE_ROWS = "| `new Deno.Command(…)` | starts |\n| `child.status` | waits |\n";
const TRAP = "- Who waits for `yes` waits for ever.\n";

for (
  const [name, from, to, line, words] of [
    ["a missing section", "## Traps", "## Trap", 36, '"Trap" does not belong here'],
    ["two bullets where three are due", "- Three: all end.\n", "", 10, "at least 3"],
    ["seven bullets", BULLETS, "- x\n".repeat(7), 10, "has 7 bullets; keep the best 6"],
    ["a numbered list", TRAP, "1. one\n", 38, "numbered"],
    ["six traps", TRAP, "- x\n".repeat(6), 36, "has 6 bullets; keep the best 5"],
    ["a nested list", TRAP, "- a\n  - b\n", 38, "a list has no place"],
    ["an empty bullet", TRAP, "- a\n-\n", 39, "the bullet is empty"],
    ["a paragraph", TRAP, `Mind:\n\n${TRAP}`, 38, "a paragraph has no place in it"],
    ["HTML in a bullet", TRAP, "- a<br>b\n", 38, "HTML (<br>)"],
    ["HTML in a section", TRAP, `<hr>\n\n${TRAP}`, 38, "HTML (<hr>)"],
    ["an image", "waits |", "![x](y) |", 27, "an image cannot be shown"],
    ["HTML in bold text", TRAP, "- **a<br>b**\n", 38, "HTML (<br>)"],
    ["a picture that is no flow", "```flow", "```text", 18, 'a code block marked "text"'],
    ["two pictures", FLOW, `${FLOW}\n${FLOW}`, 22, "is one ```flow block"],
    ["a picture with a fault", "64 KiB) --", "64 KiB --", 19, "opens a round bracket"],
    [
      "four columns",
      "| Call | Does |\n| ---- | ---- |",
      "| A | B | C | D |\n|-|-|-|-|",
      24,
      "4 columns",
    ],
    ["nine rows", TABLE_ROWS, "| a | b |\n".repeat(9), 24, "has 9 rows"],
    ["a table without rows", TABLE_ROWS, "", 24, "no rows"],
    ["a pattern that is not run", "```ts", "```ts ignore", 31, 'marked "ts ignore"'],
    ["a pattern of 16 lines", "```ts\n", `\`\`\`ts\n${"//\n".repeat(14)}`, 31, "has 16 lines"],
    ["a line of 73 columns", "Three: all end.", `Three ${"x".repeat(65)}`, 14, "73 columns"],
    ["a title in the body", "## In one", "# Pipelines\n\n## In one", 10, "nothing stands before"],
    ["a heading of level 3", TRAP, `### Deep\n\n${TRAP}`, 38, "level"],
  ] as const
) {
  Deno.test(`parseSheet() reports the line of ${name}`, () => {
    const { problems } = parseSample(from, to);
    const found = problems.find(({ problem }) => problem.includes(words));
    assertEquals(found?.place, `${SAMPLE_PATH}:${line}`, JSON.stringify(problems));
  });
}

Deno.test("parseSheet() collects all problems of an empty file instead of throwing", () => {
  const { problems } = parseSheet("", SAMPLE_PATH);
  assertEquals(problems.length, 7); // no front matter, six sections
  assertStringIncludes(problems[1]?.problem ?? "", '"In one minute" is missing');
});

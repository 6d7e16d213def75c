import { assertEquals } from "@std/assert";
import { drawFlows, writeFlow } from "./draw_flow.ts";
import { parseFlowBlock } from "./parse_flow.ts";

const draw = (text: string, columns: number) =>
  "\n" + drawFlows(parseFlowBlock(text, 1).flows, columns).join("\n");

const PIPE = "Process A --write()--> (kernel buffer | 64 KiB) --read()--> Process B";

const WIDE = `
┌───────────┐            ╭───────────────╮           ┌───────────┐
│ Process A │──write()─▶ │ kernel buffer │──read()─▶ │ Process B │
│           │            │    64 KiB     │           │           │
└───────────┘            ╰───────────────╯           └───────────┘`;

Deno.test("drawFlows() draws boxes side by side where they fit exactly", () => {
  assertEquals(draw(PIPE, 66), WIDE);
});

Deno.test("drawFlows() draws downwards when one column is missing", () => {
  assertEquals(
    draw(PIPE, 65),
    `
┌───────────────┐
│   Process A   │
└───────────────┘
        │ write()
        ▼
╭───────────────╮
│ kernel buffer │
│    64 KiB     │
╰───────────────╯
        │ read()
        ▼
┌───────────────┐
│   Process B   │
└───────────────┘`,
  );
});

Deno.test("drawFlows() draws both heads of a two-way arrow and none but one of the others", () => {
  assertEquals(
    draw("a <--x--> b --> (c)", 40),
    `
┌───┐       ┌───┐     ╭───╮
│ a │ ◀─x─▶ │ b │───▶ │ c │
└───┘       └───┘     ╰───╯`,
  );
});

Deno.test("drawFlows() draws all lines downwards when one of them is too wide", () => {
  assertEquals(
    draw("a --> b\nlonger --name--> b", 17),
    `
┌───┐
│ a │
└───┘
  │
  ▼
┌───┐
│ b │
└───┘

┌────────┐
│ longer │
└────────┘
    │ name
    ▼
┌────────┐
│   b    │
└────────┘`,
  );
});

Deno.test("drawFlows() puts what is drawn downwards side by side where that fits", () => {
  const side = `
┌───┐    ┌────────┐
│ a │    │ longer │
└───┘    └────────┘
  │ to       │ name
  ▼          ▼
┌───┐    ┌────────┐
│ b │    │   b    │
└───┘    └────────┘`;
  assertEquals(draw("a --to--> b\nlonger --name--> b", 19), side);
  assertEquals(draw("a --to--> b\nlonger --name--> b", 18).split("\n").length, 18);
});

Deno.test("drawFlows() counts a wide character as two columns", () => {
  assertEquals(
    draw("日本 --> b", 40),
    `
┌──────┐     ┌───┐
│ 日本 │───▶ │ b │
└──────┘     └───┘`,
  );
});

for (const text of [PIPE, "a <--x--> b --> (c)", "(a | b) <--> c"]) {
  Deno.test(`writeFlow() gives back what was parsed: ${text}`, () => {
    assertEquals(parseFlowBlock(text, 1).flows.map(writeFlow), [text]);
  });
}

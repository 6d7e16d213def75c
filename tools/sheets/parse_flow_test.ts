import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseFlow, parseFlowBlock } from "./parse_flow.ts";

const box = (...lines: string[]) => ({ lines, isBuffer: false });
const buffer = (...lines: string[]) => ({ lines, isBuffer: true });
const arrow = (label: string) => ({ label, isTwoWay: false });

Deno.test("parseFlow() reads boxes, a buffer of two lines and labels from one line", () => {
  assertEquals(parseFlow("Process A --write()--> (kernel buffer | 64 KiB) --read()--> Process B"), {
    type: "flow",
    flow: {
      nodes: [box("Process A"), buffer("kernel buffer", "64 KiB"), box("Process B")],
      arrows: [arrow("write()"), arrow("read()")],
    },
  });
});

Deno.test("parseFlow() reads an arrow without a label before one with a label", () => {
  assertEquals(parseFlow("a --> b --x-1--> c"), {
    type: "flow",
    flow: { nodes: [box("a"), box("b"), box("c")], arrows: [arrow(""), arrow("x-1")] },
  });
});

Deno.test("parseFlow() reads an arrow with two heads as two-way", () => {
  assertEquals(parseFlow("a <--read(), write()--> b"), {
    type: "flow",
    flow: {
      nodes: [box("a"), box("b")],
      arrows: [{ label: "read(), write()", isTwoWay: true }],
    },
  });
});

Deno.test("parseFlow() takes brackets inside a buffer for a part of its label", () => {
  assertEquals(parseFlow("write(fd) --> (ring 😀 | free() bytes)"), {
    type: "flow",
    flow: { nodes: [box("write(fd)"), buffer("ring 😀", "free() bytes")], arrows: [arrow("")] },
  });
});

Deno.test("parseFlow() takes a call such as read() as the name of a plain box", () => {
  assertEquals(parseFlow("read() --4--> you"), {
    type: "flow",
    flow: { nodes: [box("read()"), box("you")], arrows: [arrow("4")] },
  });
});

for (
  const [name, line, words] of [
    ["a line without an arrow", "just words", '"just words" has no arrow'],
    ["an arrow at the start", "--x--> b", "no box on one side"],
    ["an arrow at the end", "a --x-->", "no box on one side"],
    ["two arrows in a row", "a --x--> --y--> b", "no box on one side"],
    ["an open bracket", "a --x--> (pipe --y--> b", 'the box "(pipe" opens a round bracket'],
    ["a bracket that closes early", "a --x--> (pipe) and (b)", "does not end with it"],
    ["a broken arrow", "a --x--> b --y-> c", '"b --y-> c" holds a piece of an arrow'],
    ["a broken arrow before a whole one", "a --x-> b --y--> c", "holds a piece of an arrow"],
    ["an arrow without blanks", "a --x-->b", '"a --x-->b" holds a piece of an arrow'],
    ["an empty line in a box", "a --x--> (pipe | )", "has an empty line"],
  ] as const
) {
  Deno.test(`parseFlow() names the fault of ${name}`, () => {
    const result = parseFlow(line);
    assertStringIncludes(result.type === "problem" ? result.problem : "no problem", words);
  });
}

Deno.test("parseFlowBlock() numbers the lines of the file and skips blank ones", () => {
  const { flows, problems } = parseFlowBlock("a --> b\n\noops\n", 10);
  assertEquals([flows.length, problems.map(({ line }) => line)], [1, [12]]);
});

Deno.test("parseFlowBlock() reports a picture without a line", () => {
  assertEquals(parseFlowBlock("\n", 10).problems.map(({ line }) => line), [10]);
});

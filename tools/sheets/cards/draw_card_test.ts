import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parseFlowBlock } from "../parse_flow.ts";
import { type Card, describeCard, drawCard } from "./draw_card.ts";

const { flows } = parseFlowBlock("yes --stdout--> (pipe | 64 KiB) --stdin--> head", 1);
const CARD: Card = {
  kind: "Lesson 05 · Boxes and pipes",
  title: "Pipeline",
  summary: "The last reader decides.",
  flows,
  foot: "deno task learn run pipeline",
};

/** The size and the text of each line that is not part of the picture. */
function readLines(svg: string): [size: number, text: string][] {
  const lines = svg.matchAll(/font-size="(\d+)"[^>]*>([^<]*)<\/text>/g);
  return Array.from(lines, ([, size, text = ""]) => [Number(size), text]);
}

Deno.test("drawCard() shows kind, title, summary, the command at the foot, and the picture", () => {
  const svg = drawCard(CARD);
  assertEquals(readLines(svg), [
    [27, CARD.kind],
    [60, CARD.title],
    [27, CARD.summary],
    [23, CARD.foot],
  ]);
  assertStringIncludes(svg, 'class="flow-light"');
  assertStringIncludes(svg, ">64 KiB</text>");
});

for (
  const [title, size, lineCount] of [
    ["x".repeat(29), 60, 1],
    ["Which mechanism, and why not the others", 44, 1],
    ["Inter-process communication, by making failing tests pass", 52, 2],
    ["word ".repeat(60), 52, 2],
  ] as const
) {
  Deno.test(`drawCard() sets a title of ${title.length} letters in ${lineCount} of ${size} pixels`, () => {
    const lines = readLines(drawCard({ ...CARD, title })).slice(1, -2);
    assertEquals(lines.map(([one]) => one), Array(lineCount).fill(size));
    // 0.6021 em is a column of DejaVu Sans Mono, 1072 is what is left between the margins
    for (const [, text] of lines) assert(text.length * size * 0.6021 <= 1072, text);
    assertEquals(lines.at(-1)?.[1].endsWith("…"), title.length > 100);
  });
}

Deno.test("drawCard() keeps the picture between the words and the foot, whatever its shape", () => {
  const tall = parseFlowBlock("a --> b\n".repeat(4), 1).flows;
  const wide =
    parseFlowBlock("a --with a label--> b --of its own--> c --for each--> d --> e", 1).flows;
  for (const one of [flows, tall, wide]) {
    const svg = drawCard({ ...CARD, flows: one });
    const [, x, y, scale] = /translate\((\S+) (\S+)\) scale\((\S+)\)/.exec(svg) ?? [];
    const [, width, height] =
      /class="flow-light" role="img" width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    assert(Number(x) + Number(width) * Number(scale) <= 1200 - 63, `${width} x ${scale}`);
    assert(Number(y) >= 200 && Number(y) + Number(height) * Number(scale) <= 541, `${y} ${height}`);
  }
});

Deno.test("drawCard() escapes what a title may hold", () => {
  assertStringIncludes(
    drawCard({ ...CARD, title: 'a < b & "c"' }),
    ">a &lt; b &amp; &quot;c&quot;<",
  );
});

Deno.test("describeCard() names the title and says what the picture shows", () => {
  assertEquals(
    describeCard(CARD),
    "Pipeline; a picture: from yes to pipe (64 KiB): stdout; from pipe (64 KiB) to head: stdin",
  );
  assertEquals(describeCard({ ...CARD, flows: [] }), "Pipeline");
});

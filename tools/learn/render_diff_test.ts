import { assert, assertEquals } from "@std/assert";
import { makeStyles } from "../term/style.ts";
import { diffBlocks } from "./diff_blocks.ts";
import { renderDiff } from "./render_diff.ts";

const LINES = Array.from({ length: 12 }, (_, index) => `line ${index}`);
const LEFT = [...LINES, "mine", "end"].join("\n");
const RIGHT = [...LINES, "theirs", "more", "end"].join("\n");
const render = (left: string, right: string, columns: number) =>
  renderDiff(diffBlocks(left, right), {
    columns,
    styles: makeStyles(false),
    left: "yours",
    right: "solution",
  });

Deno.test("renderDiff() shows one column on a narrow terminal, with the change and its surroundings", () => {
  assertEquals(
    render(LEFT, RIGHT, 80),
    `--- yours
+++ solution
  … 9 equal lines
  line 9
  line 10
  line 11
- mine
+ theirs
+ more
  end`,
  );
});

Deno.test("renderDiff() shows two columns on a wide terminal, and says by a sign what differs", () => {
  const pad = (text: string) => text.padEnd(58);
  assertEquals(render(LEFT, RIGHT, 120).split("\n"), [
    `${pad("yours")}   solution`,
    "  … 9 equal lines",
    ...[9, 10, 11].map((number) => `${pad(`line ${number}`)}   line ${number}`),
    `${pad("mine")} | theirs`,
    `${pad("")} > more`,
    `${pad("end")}   end`,
  ]);
});

Deno.test("renderDiff() wraps long lines in their column and leaves nothing out", () => {
  const long = "x".repeat(100) + "y".repeat(30);
  const text = render(long, "short", 120);
  assert(text.split("\n").every((line) => line.length <= 120), text);
  assertEquals(text.match(/x/g)?.length, 100);
  assertEquals(text.match(/y/g)?.length, 31, "and the one of yours");
});

Deno.test("renderDiff() says that two texts are equal", () => {
  assertEquals(render("a\n", "a", 80), "The two are equal, line by line.");
});

import { assertEquals } from "@std/assert";
import { diffLines, findPlace } from "./diff_texts.ts";

const show = (expected: string, got: string) =>
  diffLines(expected, got)?.map((line) => line.sign + line.text);

Deno.test("diffLines() marks the lines that differ and keeps two lines around them", () => {
  const lines = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
  assertEquals(show(lines.join("\n"), lines.join("\n").replace("e", "E")), [
    " … 2 lines agree …",
    " c",
    " d",
    "-e",
    "+E",
    " f",
    " g",
    " … 2 lines agree …",
  ]);
});

Deno.test("diffLines() shows lines that are missing and lines too many", () => {
  assertEquals(show("a\nb\nc", "a\nc"), [" a", "-b", " c"]);
  assertEquals(show("a\nc", "a\nb\nc\nd"), [" a", "+b", " c", "+d"]);
});

Deno.test("diffLines() is silent for a single line, texts with nothing in common and very long ones", () => {
  assertEquals(show("a", "a\nb"), undefined);
  assertEquals(show("a\nb", "c\nd"), undefined);
  assertEquals(show("a\n".repeat(500), "a\n".repeat(499)), undefined);
});

Deno.test("findPlace() shows where two long lines part", () => {
  const line = "0123456789".repeat(6);
  const place = findPlace(`${line}X tail`, `${line}Y tail`);
  assertEquals(place, {
    index: 60,
    expected: "…678901234567890123456789X tail",
    got: "…678901234567890123456789Y tail",
    column: 25,
  });
  assertEquals(place?.expected[place.column], "X");
});

Deno.test("findPlace() finds the end of the shorter line", () => {
  const line = "0123456789".repeat(6);
  assertEquals(findPlace(line, line + "!")?.index, 60);
});

Deno.test("findPlace() is silent where the eye sees it", () => {
  assertEquals(findPlace("stdout is 1", "stdout is 2"), undefined);
  assertEquals(findPlace("same", "same"), undefined);
});

import { assert, assertEquals } from "@std/assert";
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { EXPLANATIONS } from "../speed/explain.ts";
import { findRow, ROWS } from "./rows.ts";

Deno.test("ROWS name lessons that exist, each once and in order", () => {
  const lessons = ROWS.map(({ lesson }) => lesson);
  assertEquals(lessons, [...new Set(lessons)].sort());
  for (const lesson of lessons) {
    const dir = fromFileUrl(new URL(`../../../solutions/${lesson}`, import.meta.url));
    assert(Deno.statSync(dir).isDirectory, lesson);
  }
});

Deno.test("ROWS have targets of their own players and measures alone, and use them all", () => {
  for (const { lesson, players, measures, targets } of ROWS) {
    const named = new Set(targets.flatMap(({ ours, theirs }) => [ours, theirs]));
    assertEquals([...named].sort(), players.map(({ id }) => id).sort(), lesson);
    const measured = new Set(targets.map(({ measure }) => measure));
    assertEquals([...measured].sort(), measures.map(({ id }) => id).sort(), lesson);
    const byOf = (id: string) => players.find((player) => player.id === id)?.by;
    for (const { ours, theirs } of targets) {
      assertEquals([byOf(ours), byOf(theirs) === "course"], ["course", false], lesson);
    }
  }
});

Deno.test("ROWS point to mechanisms that the lab explains", () => {
  assertEquals(
    ROWS.filter(({ mechanism }) => mechanism && EXPLANATIONS[mechanism] === undefined),
    [],
  );
});

Deno.test("findRow() takes a number, a slug and a folder, and nothing else", () => {
  const names = ["4", "04", "length-frames", "length_frames", "04_length_frames"];
  assertEquals(
    names.map((name) => findRow(name)?.lesson),
    names.map(() => "04_length_frames"),
  );
  assertEquals(["", "0", "1", "frames", "99"].map(findRow), Array(5).fill(undefined));
});

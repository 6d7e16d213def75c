import { assertEquals, assertThrows } from "@std/assert";
import { locate, Refused } from "./locate.ts";
import { Tree } from "./tree.ts";

const FOLDERS = new Set(["05_pipeline"]);

Deno.test("locate() says where a module may be, below one more folder at most", () => {
  const isModule = (name: string) => locate(name, FOLDERS).place?.isModule ?? false;
  const yes = ["lessons/05_pipeline/mod.ts", "./05_pipeline//mod.ts", "05_pipeline.ts"];
  const no = ["05_pipeline/a/b.ts", "05_pipeline/a.md", "06_x/mod.ts", "a/b/05_pipeline.ts"];
  assertEquals(yes.map(isModule), [true, true, true]);
  assertEquals(yes.map((name) => isModule(`anna/${name}`)), [true, true, true]);
  assertEquals(no.map(isModule), [false, false, false, false]);
});

Deno.test("locate() names the folders that an entry is in, as far as they are looked at", () => {
  assertEquals(locate("anna/lessons/05_pipeline/parts/a.ts", FOLDERS), {
    root: "anna",
    parents: ["anna", "anna/lessons", "anna/lessons/05_pipeline"],
    place: undefined,
  });
});

Deno.test("locate() refuses what leads out of the archive, in both ways of writing it", () => {
  for (const name of ["a/../b", "/a", "..", "a\\..\\b", "C:\\a", "\\\\a", "\x01../a"]) {
    assertThrows(() => locate(name, FOLDERS), Refused, "a name that leads out of it");
  }
  assertThrows(() => locate("a/".repeat(3_000), FOLDERS), Refused, "a name without end");
});

Deno.test("Tree.locate() refuses an archive of more files than there may be", () => {
  const tree = new Tree(FOLDERS);
  assertThrows(
    () => {
      for (let count = 0; count <= 100_000; count++) tree.locate("a/b");
    },
    Refused,
    "more than 100000 files",
  );
});

Deno.test("Tree.add() refuses modules that are too large together", () => {
  const tree = new Tree(FOLDERS);
  const bytes = new Uint8Array(250_000);
  assertThrows(
    () => {
      for (const name of "abcdefghi") {
        const { place } = locate(`05_pipeline/${name}.ts`, FOLDERS);
        if (place !== undefined) tree.add(place, { bytes });
      }
    },
    Refused,
    "larger than 2 MB",
  );
});

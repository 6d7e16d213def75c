import { assertEquals, assertRejects } from "@std/assert";
import { walk } from "@std/fs";
import { CourseError } from "../course/lesson.ts";
import { placeFiles } from "./place_files.ts";

const FILES = new Map([["tests/a.ts", "a"], ["tests/wrong/x/b.ts", "b"], ["lessons/x/c.md", "c"]]);
const PIECES = ["tests/a.ts", "tests/wrong/x", "lessons/x"];
const NOTHING = () => Promise.resolve();

async function useDir(act: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "ipc-place-" });
  try {
    await act(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function list(root: string): Promise<string[]> {
  const all = await Array.fromAsync(walk(root), ({ path }) => path.slice(root.length + 1));
  return all.filter((path) => path !== "").sort();
}

Deno.test("placeFiles() puts all pieces in place and leaves nothing else", async () => {
  await useDir(async (root) => {
    await placeFiles(root, FILES, { pieces: PIECES, finish: NOTHING });
    const files = (await list(root)).filter((path) => path.includes("."));
    assertEquals(files, [...FILES.keys()].sort());
  });
});

Deno.test("placeFiles() overwrites nothing", async () => {
  await useDir(async (root) => {
    await Deno.mkdir(`${root}/tests`);
    await Deno.writeTextFile(`${root}/tests/a.ts`, "mine");
    const place = placeFiles(root, FILES, { pieces: PIECES, finish: NOTHING });
    await assertRejects(() => place, CourseError, "tests/a.ts: is there already");
    assertEquals(await list(root), ["tests", "tests/a.ts"]);
    assertEquals(await Deno.readTextFile(`${root}/tests/a.ts`), "mine");
  });
});

Deno.test("placeFiles() takes everything back when a later piece cannot be placed", async () => {
  await useDir(async (root) => {
    await Deno.writeTextFile(`${root}/lessons`, "a file where a folder is due");
    await assertRejects(() => placeFiles(root, FILES, { pieces: PIECES, finish: NOTHING }), Error);
    assertEquals(await list(root), ["lessons"]);
  });
});

Deno.test("placeFiles() takes everything back when finish() fails", async () => {
  await useDir(async (root) => {
    const finish = () => Promise.reject(new Error("no"));
    await assertRejects(() => placeFiles(root, FILES, { pieces: PIECES, finish }), Error, "no");
    assertEquals(await list(root), []);
  });
});
